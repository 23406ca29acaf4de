import Core

/// A place in an app's sequence: after it (`a17`) or before it (`b17`).
enum LineCursor: Equatable {
    case after(Int64)
    case before(Int64)

    init(_ text: String) throws(Fault) {
        guard let seq = Int64(text.dropFirst()), seq >= 0 else { throw .invalid("cursor", "is none that was handed out.") }
        switch text.first {
        case "a": self = .after(seq)
        case "b": self = .before(seq)
        default: throw .invalid("cursor", "is none that was handed out.")
        }
    }

    var text: String {
        switch self {
        case .after(let seq): "a\(seq)"
        case .before(let seq): "b\(seq)"
        }
    }
}
