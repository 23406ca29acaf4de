import Testing

@testable import Wire

struct IncomingMemoryTests {
    @Test func `there are eight megabytes, aligned and apart, and then there are none`() {
        var memory = IncomingMemory()
        var total = 0
        var last: UnsafeMutableRawPointer?
        while let place = memory.allocate(1000) {
            #expect(UInt(bitPattern: place) % 16 == 0)
            if let last { #expect(abs(last - place) >= 1000) }
            place.initializeMemory(as: UInt8.self, repeating: 0xAA, count: 1000)
            last = place
            total += 1000
            if total > IncomingMemory.limit { break }
        }
        #expect(total <= IncomingMemory.limit)
        #expect(total > IncomingMemory.limit * 9 / 10)
        #expect(memory.allocate(IncomingMemory.limit + 1) == nil)
        #expect(memory.allocate(Int.max) == nil)
    }
}
