# Two commands do it all: make demo and make test. Nothing but Go is needed first.
.PHONY: demo test browser screenshots build vectors race check bench cross clean

export GOFLAGS ?=

build:
	go build -o bin/praxis ./cmd/praxis

# A small real network on this machine: three nodes, and a note that travels. CI=1 walks through, checks and stops.
demo: build
	./bin/praxis demo $(if $(CI),--check)

test: browser
	go test ./...

# What the browser tests need: Debian's Chromium, and axe-core through npm, each by name and only where it is missing.
AXE := $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/praxis-test
browser:
	@command -v chromium >/dev/null || { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium; }
	@test -f $(AXE)/node_modules/axe-core/axe.min.js || { command -v npm >/dev/null || DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends npm; \
		mkdir -p $(AXE) && npm install --no-audit --no-fund --ignore-scripts --prefix $(AXE) axe-core@4.14.1; }

# Pictures of every page, in several views, in .cache/screenshots.
screenshots: browser
	PRAXIS_SCREENSHOTS=$(CURDIR)/.cache/screenshots go test -count=1 -run InABrowser ./internal/web

# Of the simulated networks, the shorter ones: long runs in virtual time can exhaust the detector's own clock
# (golang.org/issue/78156), which fails a run without a fault of ours. Of the pages, all but those that Chromium opens:
# it would wait for the slowed node, and asks nothing of it that the others do not.
race:
	go test -race -timeout 30m -skip 'InABrowser|ByKeyboard' $$(go list ./... | grep -v /testnet$$)
	go test -race -timeout 30m -run 'Killed|Rubbish|Forged|ReachesAllEntitled|PassesOn|Daily' ./testnet

# Writes the test vectors of specs/vectors anew; they change only when the protocol does.
vectors:
	go test ./internal/vectors -update

check:
	@test -z "$$(gofmt -l .)" || { gofmt -l . >&2; echo "these files are not formatted: run gofmt -w" >&2; exit 1; }
	go vet ./...
	go tool staticcheck ./...

cross:
	GOOS=windows GOARCH=amd64 go build -o /dev/null ./cmd/praxis
	GOOS=darwin GOARCH=arm64 go build -o /dev/null ./cmd/praxis

# Prints every figure beside the floor of this machine; BENCH_OUT names a file for JSON lines.
bench:
	go run ./internal/bench/cmd

clean:
	rm -rf bin
