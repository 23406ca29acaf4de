internal import CProtobufC

/// The memory protobuf-c unpacks one message into: at most 8 MiB, never freed piece by piece, gone as a whole.
///
/// A message of two bytes per element unpacks into hundreds of bytes per element; where that passes the limit, protobuf-c
/// is told that there is no memory and gives the message up.
struct IncomingMemory: ~Copyable {
    static let limit = 8 * 1024 * 1024

    private var blocks: [UnsafeMutableRawPointer] = []
    private var next = 0
    private var end = 0
    private var total = 0

    deinit {
        for block in blocks { block.deallocate() }
    }

    mutating func allocate(_ size: Int) -> UnsafeMutableRawPointer? {
        guard size <= Self.limit else { return nil }
        let rounded = (max(size, 1) + 15) & ~15
        if let block = blocks.last, next + rounded <= end {
            defer { next += rounded }
            return block + next
        }
        let capacity = max(rounded, blocks.isEmpty ? 4096 : 64 * 1024)
        guard total + capacity <= Self.limit else { return nil }
        let block = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 16)
        blocks.append(block)
        total += capacity
        next = rounded
        end = capacity
        return block
    }

    /// Unpacks with this memory and hands the message out for as long as `body` runs.
    static func unpack<T>(
        _ bytes: UnsafeBufferPointer<UInt8>,
        as descriptor: UnsafePointer<ProtobufCMessageDescriptor>,
        _ body: (UnsafeMutablePointer<ProtobufCMessage>?) -> T
    ) -> T {
        var memory = IncomingMemory()
        return withUnsafeMutablePointer(to: &memory) { memory in
            var allocator = ProtobufCAllocator(
                alloc: { data, size in data?.assumingMemoryBound(to: IncomingMemory.self).pointee.allocate(size) },
                free: { _, _ in },
                allocator_data: memory)
            return body(protobuf_c_message_unpack(descriptor, &allocator, bytes.count, bytes.baseAddress))
        }
    }
}
