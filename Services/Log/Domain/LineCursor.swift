import Core

/// A place in an app's sequence: after it (`a17`) or before it (`b17`).
enum LineCursor: Equatable {
    case after(Int64)
    case before(Int64)

    init(_ text: String) throws(Fault) {
        let digits = text.dropFirst()
        guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let seq = Int64(digits) else { throw Self.unknown }
        switch text.first {
        case "a": self = .after(seq)
        case "b": self = .before(seq)
        default: throw Self.unknown
        }
    }

    var text: String {
        switch self {
        case .after(let seq): "a\(seq)"
        case .before(let seq): "b\(seq)"
        }
    }

    private static let unknown = Fault.invalid("cursor", "is none that was handed out.")
}
