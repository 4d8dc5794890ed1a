package table

// arc is a bounded flow between two nodes; the arc at its index xor 1 is its reverse.
type arc struct {
	to       int
	capacity int64 // what can still be added
}

// network is a circulation with bounds. In a table of counts with margins every cell is an arc from its row to its column,
// every margin one from the source to a row or from a column to the sink, and the grand total the one from sink to
// source: whole tables that fit what is published are exactly its whole circulations (Ford and Fulkerson 1962).
type network struct {
	arcs []arc
	at   [][]int // arcs by node
	low  []int64 // of every second arc
	from []int   // node

	before []int // of a search: the arc by which a node was reached, plus one
	queue  []int
}

func newNetwork(nodes int) *network {
	return &network{at: make([][]int, nodes), before: make([]int, nodes)}
}

// bounded adds an arc with a flow from low to high, and returns its index. Flow low is set at once; excess keeps account.
func (n *network) bounded(from, to int, low, high int64) int {
	id := len(n.arcs)
	n.arcs = append(n.arcs, arc{to, high - low}, arc{from, 0})
	n.at[from] = append(n.at[from], id)
	n.at[to] = append(n.at[to], id+1)
	n.low, n.from = append(n.low, low), append(n.from, from)
	return id
}

// flow is the present flow of an arc.
func (n *network) flow(id int) int64 { return n.low[id/2] + n.arcs[id^1].capacity }

// path looks for a way on which more can flow, not over the arcs without and its reverse, and returns how much.
func (n *network) path(from, to, without int) int64 {
	clear(n.before)
	n.queue = append(n.queue[:0], from)
	for i := 0; i < len(n.queue) && n.before[to] == 0; i++ {
		for _, id := range n.at[n.queue[i]] {
			a := n.arcs[id]
			if a.capacity > 0 && n.before[a.to] == 0 && a.to != from && id|1 != without|1 {
				n.before[a.to] = id + 1
				n.queue = append(n.queue, a.to)
			}
		}
	}
	if n.before[to] == 0 {
		return 0
	}
	most := int64(1) << 62
	for v := to; v != from; v = n.arcs[(n.before[v]-1)^1].to {
		most = min(most, n.arcs[n.before[v]-1].capacity)
	}
	return most
}

// push sends an amount along the path that was found.
func (n *network) push(from, to int, amount int64) {
	for v := to; v != from; {
		id := n.before[v] - 1
		n.arcs[id].capacity -= amount
		n.arcs[id^1].capacity += amount
		v = n.arcs[id^1].to
	}
}

// settle makes a circulation out of the lower bounds, and reports whether there is one.
func (n *network) settle() bool {
	excess := make([]int64, len(n.at))
	for i, low := range n.low {
		excess[n.from[i]] -= low
		excess[n.arcs[2*i].to] += low
	}
	source, sink := len(n.at), len(n.at)+1
	n.at = append(n.at, nil, nil)
	n.before = append(n.before, 0, 0)
	need, first := int64(0), len(n.arcs)
	for v, e := range excess {
		if e > 0 {
			n.bounded(source, v, 0, e)
			need += e
		} else if e < 0 {
			n.bounded(v, sink, 0, -e)
		}
	}
	for need > 0 {
		most := n.path(source, sink, -2)
		if most == 0 {
			return false
		}
		n.push(source, sink, most)
		need -= most
	}
	for id := first; id < len(n.arcs); id++ {
		n.arcs[id].capacity = 0
	}
	return true
}

// raise lets an arc carry as much as it can, up to most, and returns how much that is.
func (n *network) raise(id int, most int64) int64 {
	from, to := n.from[id/2], n.arcs[id].to
	for n.flow(id) < most && n.arcs[id].capacity > 0 {
		amount := min(n.path(to, from, id), n.arcs[id].capacity, most-n.flow(id))
		if amount <= 0 {
			break
		}
		n.push(to, from, amount)
		n.arcs[id].capacity -= amount
		n.arcs[id^1].capacity += amount
	}
	return n.flow(id)
}

// lower lets an arc carry as little as it can, down to least, and returns how much that is.
func (n *network) lower(id int, least int64) int64 {
	from, to := n.from[id/2], n.arcs[id].to
	for n.flow(id) > least && n.arcs[id^1].capacity > 0 {
		amount := min(n.path(from, to, id), n.arcs[id^1].capacity, n.flow(id)-least)
		if amount <= 0 {
			break
		}
		n.push(from, to, amount)
		n.arcs[id].capacity += amount
		n.arcs[id^1].capacity -= amount
	}
	return n.flow(id)
}
