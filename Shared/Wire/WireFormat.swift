internal import CProtobufC
package import Core

/// Between Swift values and protobuf's bytes, by protobuf-c. Called by generated code alone.
///
/// protobuf-c believes what it is given: it has no limit on depth or memory, cuts strings at NUL and does not look at
/// UTF-8. So nothing reaches it that `WireScan` has not read first, and what it allocates is bounded by `IncomingMemory`.
/// A message's C form lives only inside one call here.
package enum WireFormat {
    /// No message is larger, in either direction. What travels inside a reply has to leave its envelope some room.
    package static let largest = 256 * 1024

    package static func encode<M, C>(
        _ message: M,
        _ initialize: (UnsafeMutablePointer<C>) -> Void,
        _ write: (M, inout C, inout Arena) throws(Fault) -> Void
    ) throws(Fault) -> [UInt8] {
        var arena = Arena()
        let c = arena.make(initialize)
        try write(message, &c.pointee, &arena)
        let base = UnsafeRawPointer(c).assumingMemoryBound(to: ProtobufCMessage.self)
        let size = protobuf_c_message_get_packed_size(base)
        guard size <= largest else {
            throw Fault(.outOfRange, "That is too large: a message holds at most 256 KiB.", detail: "encoding \(M.self), \(size) bytes")
        }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            if let start = buffer.baseAddress { count = protobuf_c_message_pack(base, start) }
        }
    }

    package static func decode<M, C>(
        _ bytes: [UInt8],
        _ initialize: (UnsafeMutablePointer<C>) -> Void,
        _ read: (C) -> M
    ) throws(Fault) -> M {
        let descriptor = descriptor(initialize)
        let outcome: Result<M, WireScan.Refusal> = bytes.withUnsafeBufferPointer { buffer in
            do throws(WireScan.Refusal) {
                try WireScan.check(buffer, as: descriptor)
            } catch {
                return .failure(error)
            }
            return IncomingMemory.unpack(buffer, as: descriptor) { message in
                guard let message else { return .failure(.unpackable) }
                return .success(read(UnsafeMutableRawPointer(message).assumingMemoryBound(to: C.self).pointee))
            }
        }
        switch outcome {
        case .success(let message): return message
        case .failure(let refusal):
            throw Fault(.invalidArgument, "The message could not be read.", detail: "decoding \(M.self): \(refusal.rawValue)")
        }
    }

    package static func strings(_ pointers: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?, _ count: Int) -> [String] {
        guard let pointers else { return [] }
        return (0..<count).map { String(wire: pointers[$0]) }
    }

    package static func array<C, T>(
        _ pointers: UnsafeMutablePointer<UnsafeMutablePointer<C>?>?, _ count: Int, _ read: (C) -> T
    ) -> [T] {
        guard let pointers else { return [] }
        return (0..<count).compactMap { pointers[$0].map { read($0.pointee) } }
    }

    /// Taken from an initialised message: importing the C global itself would copy it, and messages compare by its address.
    private static func descriptor<C>(_ initialize: (UnsafeMutablePointer<C>) -> Void) -> UnsafePointer<ProtobufCMessageDescriptor> {
        withUnsafeTemporaryAllocation(of: C.self, capacity: 1) { place in
            guard let start = place.baseAddress else { preconditionFailure("one element has an address") }
            initialize(start)
            return UnsafeRawPointer(start).assumingMemoryBound(to: ProtobufCMessage.self).pointee.descriptor
        }
    }
}

extension String {
    /// A string that `WireScan` has seen: UTF-8 without NUL; nil is absent, which is empty.
    package init(wire pointer: UnsafePointer<CChar>?) {
        guard let pointer else {
            self = ""
            return
        }
        self = String(cString: pointer)
    }
}
