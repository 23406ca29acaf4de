/// Reads a tar as it comes, in whatever pieces: the POSIX format with its extended headers, as `git archive` writes it.
struct TarReader {
    struct Entry: Equatable {
        enum Kind: Equatable {
            case file(size: Int)
            case folder
            case link(to: String)
        }

        var path: String
        var mode: UInt32
        var kind: Kind
    }

    enum Piece: Equatable {
        case entry(Entry)
        /// Of the file whose entry came last.
        case contents([UInt8])
    }

    enum Broken: Error, Equatable {
        case header, number, name, early
    }

    private static let block = 512
    private static let longestHeader = 1 << 20

    private var buffer: [UInt8] = []
    /// Of the entry that is being read: its contents, and what fills its last block.
    private var (left, padding) = (0, 0)
    /// An extended header, and its kind.
    private var extended: (type: UInt8, bytes: [UInt8])?
    private var names: [String: String] = [:]
    private var emptyBlocks = 0

    /// Two empty blocks came: what follows is nothing.
    var isOver: Bool { emptyBlocks >= 2 }

    mutating func feed(_ bytes: [UInt8]) throws -> [Piece] {
        buffer += bytes
        var pieces: [Piece] = []
        var place = 0
        defer { buffer.removeFirst(place) }
        while !isOver {
            if left > 0 {
                let part = buffer[place..<min(buffer.count, place + left)]
                guard !part.isEmpty else { return pieces }
                place += part.count
                left -= part.count
                if extended != nil { extended?.bytes += part } else { pieces.append(.contents(Array(part))) }
                if left == 0 { try endExtended() }
            } else if padding > 0 {
                let part = min(buffer.count - place, padding)
                guard part > 0 else { return pieces }
                place += part
                padding -= part
            } else {
                guard buffer.count - place >= Self.block else { return pieces }
                let header = buffer[place..<(place + Self.block)]
                place += Self.block
                if let entry = try read(Array(header)) { pieces.append(.entry(entry)) }
            }
        }
        place = buffer.count
        return pieces
    }

    func finish() throws {
        guard isOver else { throw Broken.early }
    }

    private mutating func read(_ header: [UInt8]) throws -> Entry? {
        if header.allSatisfy({ $0 == 0 }) {
            emptyBlocks += 1
            return nil
        }
        emptyBlocks = 0
        let sum = header.enumerated().reduce(0) { $0 + ((148..<156).contains($1.offset) ? 32 : Int($1.element)) }
        guard try Self.number(header[148..<156]) == sum else { throw Broken.header }
        var size = try Self.number(header[124..<136])
        if let told = names["size"] {
            guard let told = Int(told), told >= 0 else { throw Broken.number }
            size = told
        }
        let type = header[156]
        (left, padding) = (size, (Self.block - size % Self.block) % Self.block)
        if type == UInt8(ascii: "x") || type == UInt8(ascii: "g") {
            guard size <= Self.longestHeader else { throw Broken.header }
            extended = (type, [])
            return nil
        }
        defer { names = [:] }
        let prefix = Self.text(header[345..<500])
        let name = names["path"] ?? (prefix.isEmpty ? "" : prefix + "/") + Self.text(header[0..<100])
        let mode = UInt32(truncatingIfNeeded: try Self.number(header[100..<108]) & 0o777)
        switch type {
        case 0, UInt8(ascii: "0"): return Entry(path: name, mode: mode, kind: .file(size: size))
        case UInt8(ascii: "5"): return Entry(path: name, mode: mode, kind: .folder)
        case UInt8(ascii: "2"): return Entry(path: name, mode: mode, kind: .link(to: names["linkpath"] ?? Self.text(header[157..<257])))
        // Nothing that a commit can hold.
        default: throw Broken.header
        }
    }

    /// `27 path=…\n`, one after the other; what is for all entries says nothing that matters here.
    private mutating func endExtended() throws {
        guard let (type, bytes) = extended else { return }
        extended = nil
        guard type == UInt8(ascii: "x") else { return }
        var rest = bytes[...]
        while !rest.isEmpty {
            guard let space = rest.firstIndex(of: UInt8(ascii: " ")), let length = Int(String(decoding: rest[..<space], as: UTF8.self)),
                length > space - rest.startIndex + 1, length <= rest.count
            else { throw Broken.header }
            let record = rest[(space + 1)..<(rest.startIndex + length)]
            guard record.last == UInt8(ascii: "\n"), let equals = record.firstIndex(of: UInt8(ascii: "=")) else { throw Broken.header }
            names[String(decoding: record[..<equals], as: UTF8.self)] = String(decoding: record[(equals + 1)...].dropLast(), as: UTF8.self)
            rest = rest.dropFirst(length)
        }
    }

    private static func text(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self) }

    /// Octal digits, or, for what is larger, a number as it is.
    private static func number(_ bytes: ArraySlice<UInt8>) throws -> Int {
        if let first = bytes.first, first & 0x80 != 0 {
            return try bytes.dropFirst().reduce(Int(first & 0x7F)) { number, byte in
                guard number < 1 << 48 else { throw Broken.number }
                return number << 8 | Int(byte)
            }
        }
        let digits = bytes.drop { $0 == 32 }.prefix { $0 != 0 && $0 != 32 }
        guard digits.allSatisfy({ (48...55).contains($0) }), digits.count <= 16 else { throw Broken.number }
        return digits.reduce(0) { $0 << 3 | Int($1 - 48) }
    }
}
