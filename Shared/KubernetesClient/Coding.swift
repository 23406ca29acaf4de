import Core
import Foundation

/// JSON between bytes and typed values. What a type does not name is skipped without being built: `managedFields` cost a scan, no memory.
enum Coding {
    private static let decoder = JSONDecoder()
    private static let encoder = {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return encoder
    }()

    static func decode<Value: Decodable>(_ type: Value.Type, _ bytes: some Sequence<UInt8>) throws -> Value {
        try decoder.decode(type, from: Data(bytes))
    }

    static func encode(_ value: some Encodable) throws -> [UInt8] {
        [UInt8](try encoder.encode(value))
    }

    /// Where and why, without the value itself.
    static func sentence(_ error: any Error) -> String {
        guard let error = error as? DecodingError else { return "\(error)" }
        switch error {
        case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context): return sentence(context)
        case .keyNotFound(let key, let context): return "\(place(context.codingPath + [key])) is missing"
        @unknown default: return "it is not what was expected"
        }
    }

    private static func sentence(_ context: DecodingError.Context) -> String {
        context.codingPath.isEmpty ? "it is not JSON" : "\(place(context.codingPath)) is not what was expected"
    }

    private static func place(_ path: [any CodingKey]) -> String {
        path.map { key in key.intValue.map { "[\($0)]" } ?? ".\(key.stringValue)" }.joined()
    }
}
