internal import CProtobufC
#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// Reads a message's bytes by its descriptor before protobuf-c may, and refuses what protobuf-c would do harm with.
struct WireScan {
    /// Why a message is refused; for the log.
    enum Refusal: String, Error {
        case tooLarge = "larger than 256 KiB"
        case tooDeep = "nested deeper than 6"
        case tooManyFields = "more than 20000 fields"
        case tooManyUnknown = "more than 64 unknown fields, or more than 4 KiB of them"
        case repeatedSingular = "a singular field twice"
        case badTag = "a malformed tag"
        case badWireType = "a wire type that is not in use, or not the field's"
        case truncated = "a field runs past the end"
        case badNumber = "a malformed number"
        case badText = "a text that is not UTF-8, or holds NUL"
        case unpackable = "protobuf-c refused it"
    }

    static let deepest = 6
    static let mostFields = 20_000
    static let mostUnknown = 64
    static let mostUnknownBytes = 4096

    private let bytes: UnsafeBufferPointer<UInt8>
    private var position = 0
    private var fields = 0
    private var unknown = 0
    private var unknownBytes = 0

    static func check(
        _ bytes: UnsafeBufferPointer<UInt8>, as descriptor: UnsafePointer<ProtobufCMessageDescriptor>
    ) throws(Refusal) {
        guard bytes.count <= WireFormat.largest else { throw .tooLarge }
        var scan = WireScan(bytes: bytes)
        try scan.message(descriptor, until: bytes.count, depth: 1)
    }

    private init(bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
    }

    private mutating func message(
        _ descriptor: UnsafePointer<ProtobufCMessageDescriptor>, until end: Int, depth: Int
    ) throws(Refusal) {
        guard depth <= Self.deepest else { throw .tooDeep }
        let known = UnsafeBufferPointer(start: descriptor.pointee.fields, count: Int(descriptor.pointee.n_fields))
        var seen: UInt64 = 0  // the generator refuses messages of more than 64 fields
        while position < end {
            let start = position
            let key = try varint(until: end)
            guard key >> 3 >= 1, key >> 3 < 1 << 29 else { throw .badTag }
            fields += 1
            guard fields <= Self.mostFields else { throw .tooManyFields }
            let tag = UInt32(key >> 3)
            let body = try extent(wireType: key & 7, until: end)
            guard let index = known.firstIndex(where: { $0.id == tag }) else {
                unknown += 1
                unknownBytes += position - start
                guard unknown <= Self.mostUnknown, unknownBytes <= Self.mostUnknownBytes else { throw .tooManyUnknown }
                continue
            }
            try once(index, known, &seen)
            try value(known[index], wireType: key & 7, body, depth: depth)
        }
    }

    /// A second value for a field, or a second member of a oneof, would be merged, each time at the cost of the whole.
    private func once(_ index: Int, _ known: UnsafeBufferPointer<ProtobufCFieldDescriptor>, _ seen: inout UInt64) throws(Refusal) {
        let field = known[index]
        guard field.label != PROTOBUF_C_LABEL_REPEATED else { return }
        guard index < 64, seen & (1 << UInt64(index)) == 0 else { throw .repeatedSingular }
        let oneof = PROTOBUF_C_FIELD_FLAG_ONEOF.rawValue
        if field.flags & oneof != 0 {
            for (other, member) in known.enumerated() where seen & (1 << UInt64(other)) != 0 && member.flags & oneof != 0 {
                guard member.quantifier_offset != field.quantifier_offset else { throw .repeatedSingular }
            }
        }
        seen |= 1 << UInt64(index)
    }

    private mutating func value(
        _ field: ProtobufCFieldDescriptor, wireType: UInt64, _ body: Range<Int>, depth: Int
    ) throws(Refusal) {
        switch field.type {
        case PROTOBUF_C_TYPE_MESSAGE:
            guard wireType == 2, let inner = field.descriptor else { throw .badWireType }
            position = body.lowerBound
            try message(inner.assumingMemoryBound(to: ProtobufCMessageDescriptor.self), until: body.upperBound, depth: depth + 1)
        case PROTOBUF_C_TYPE_STRING:
            guard wireType == 2 else { throw .badWireType }
            guard Self.isText(UnsafeBufferPointer(rebasing: bytes[body])) else { throw .badText }
        case PROTOBUF_C_TYPE_BYTES:
            guard wireType == 2 else { throw .badWireType }
        case PROTOBUF_C_TYPE_DOUBLE:
            guard wireType == 1 else { throw .badWireType }
        default:
            guard wireType == 0 else { throw .badWireType }
        }
    }

    /// Where the value lies; leaves `position` behind it.
    private mutating func extent(wireType: UInt64, until end: Int) throws(Refusal) -> Range<Int> {
        let start = position
        switch wireType {
        case 0:
            _ = try varint(until: end)
            return start..<position
        case 1, 5:
            try skip(wireType == 1 ? 8 : 4, until: end)
            return start..<position
        case 2:
            let length = try varint(until: end)
            guard length <= UInt64(WireFormat.largest) else { throw .truncated }
            let start = position
            try skip(Int(length), until: end)
            return start..<position
        default:
            throw .badWireType  // groups, 3 and 4, and what no one has defined
        }
    }

    private mutating func skip(_ count: Int, until end: Int) throws(Refusal) {
        guard end - position >= count else { throw .truncated }
        position += count
    }

    private mutating func varint(until end: Int) throws(Refusal) -> UInt64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while position < end {
            let byte = bytes[position]
            position += 1
            if shift == 63 && byte > 1 { throw .badNumber }
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return value }
            shift += 7
            if shift > 63 { throw .badNumber }
        }
        throw .truncated
    }

    private static func isText(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let start = text.baseAddress, !text.isEmpty else { return true }
        if memchr(start, 0, text.count) != nil { return false }
        if text.allSatisfy({ $0 < 0x80 }) { return true }
        return String(validating: text, as: UTF8.self) != nil
    }
}
