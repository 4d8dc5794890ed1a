package attach

// Bounds on what is read. What is beyond is refused, whole.
const (
	// MaxFile is how large a file may be that is read, in bytes.
	MaxFile = 32 << 20
	// MaxPixels is how many pixels a picture may have, counted before it is decoded.
	MaxPixels = 50_000_000
	// MaxSide is the longest side of a rebuilt picture, in pixels: a larger one is made smaller.
	MaxSide = 4096

	maxMembers  = 10_000    // of a packed file
	maxUnpacked = 128 << 20 // bytes of all that is unpacked of one file
	maxMember   = 64 << 20  // bytes of one part
	maxRatio    = 400       // unpacked to packed, of parts beyond smallMember
	smallMember = 1 << 20
	maxDepth    = 200       // of nested XML elements
	maxElements = 4_000_000 // XML elements of one file
	maxText     = 16 << 20  // bytes of visible text
	maxCells    = 400_000   // of all tables of a file
	maxBlocks   = 500_000
	maxName     = 120 // bytes of an attachment's name
)
