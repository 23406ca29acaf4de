package import Core

/// The memory of one outgoing message: grows block by block, freed as a whole when the message is packed.
///
/// Only Swift values are copied into it, so a packed message never holds a pointer that Swift did not make (protobuf-c
/// trusts every one of them).
package struct Arena: ~Copyable {
    private var blocks: [UnsafeMutableRawPointer] = []
    private var next = 0
    private var end = 0

    package init() {}

    deinit {
        for block in blocks { block.deallocate() }
    }

    /// nil, which is absent, for an empty string.
    package mutating func text(_ value: String, _ field: StaticString) throws(Fault) -> UnsafeMutablePointer<CChar>? {
        value.isEmpty ? nil : try presentText(value, field)
    }

    /// Present even when empty.
    package mutating func presentText(_ value: String, _ field: StaticString) throws(Fault) -> UnsafeMutablePointer<CChar> {
        var value = value
        let count = value.utf8.count
        let place = allocate(count + 1, alignment: 1).assumingMemoryBound(to: UInt8.self)
        let holdsNUL = value.withUTF8 { utf8 in
            if let start = utf8.baseAddress { place.initialize(from: start, count: count) }
            return utf8.contains(0)
        }
        if holdsNUL { throw Fault(.invalidArgument, "A text holds a NUL character.", detail: "encoding \(field)") }
        place[count] = 0
        return UnsafeMutableRawPointer(place).assumingMemoryBound(to: CChar.self)
    }

    /// Every string present, also the empty ones: an absent element would be no element.
    package mutating func texts(
        _ values: [String], _ field: StaticString
    ) throws(Fault) -> UnsafeMutablePointer<UnsafeMutablePointer<CChar>?> {
        let places: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?> = pointers(values.count)
        for (index, value) in values.enumerated() { places[index] = try presentText(value, field) }
        return places
    }

    package mutating func bytes(_ value: [UInt8]) -> UnsafeMutablePointer<UInt8> {
        let place = allocate(max(value.count, 1), alignment: 1).assumingMemoryBound(to: UInt8.self)
        place.initialize(from: value, count: value.count)
        return place
    }

    /// A list of `count` pointers, all nil.
    package mutating func pointers<C>(_ count: Int) -> UnsafeMutablePointer<UnsafeMutablePointer<C>?> {
        typealias Element = UnsafeMutablePointer<C>?
        let place = allocate(max(count, 1) * MemoryLayout<Element>.stride, alignment: MemoryLayout<Element>.alignment)
            .bindMemory(to: Element.self, capacity: max(count, 1))
        place.initialize(repeating: nil, count: max(count, 1))
        return place
    }

    /// A C message, initialised by protoc-c's own function for it.
    package mutating func make<C>(_ initialize: (UnsafeMutablePointer<C>) -> Void) -> UnsafeMutablePointer<C> {
        let place = allocate(MemoryLayout<C>.size, alignment: MemoryLayout<C>.alignment).bindMemory(to: C.self, capacity: 1)
        initialize(place)
        return place
    }

    private mutating func allocate(_ size: Int, alignment: Int) -> UnsafeMutableRawPointer {
        let start = (next + alignment - 1) & ~(alignment - 1)
        if let block = blocks.last, start + size <= end {
            next = start + size
            return block + start
        }
        let capacity = max(size, blocks.isEmpty ? 1024 : 16 * 1024)
        let block = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 16)
        blocks.append(block)
        next = size
        end = capacity
        return block
    }
}
