import Core
import Sealing

/// Variables travel sealed: towards the app service under its key, back under the gateway's.
struct VariableSeal: Sendable {
    static let purpose = "app.variables"

    let app: EnvelopePublicKey
    let gateway: EnvelopePrivateKey

    /// `{"KEY":{"value":"…","secret":true,"build":true}|null}`
    func seal(_ patch: [String: JSONValue]) throws(Fault) -> [UInt8] {
        do {
            return try app.seal(JSONValue.object(patch).encodedBytes(), purpose: Self.purpose)
        } catch {
            throw .wrapping(error, "sealing variables")
        }
    }

    /// The values of those that are no secret.
    func open(_ sealed: [UInt8]) throws(Fault) -> [String: String] {
        guard !sealed.isEmpty else { return [:] }
        do {
            let plain = try gateway.open(sealed, purpose: Self.purpose)
            return (try JSONValue(parsing: plain).object ?? [:]).compactMapValues(\.string)
        } catch {
            throw .internal("opening variables: \(String(reflecting: error))")
        }
    }
}
