import Core
import Hosting
import Postgres
import Sealing

/// Where values of variables are unwrapped, for a moment: from the envelope that the gateway sealed to the row that the
/// master key seals, and back. Nothing in between is logged or kept.
struct VariableVault: Sendable {
    static let purpose = "app.variables"

    let masterKey: MasterKey
    let own: EnvelopePrivateKey
    let gateway: EnvelopePublicKey

    /// `{"KEY": {"value": "…", "secret": true} | null}`, each value sealed to its row.
    func changes(of sealedPatch: [UInt8], app: AppID) throws(Fault) -> [VariableChange] {
        let patch: JSONValue
        let plain = try own.open(sealedPatch, purpose: Self.purpose)
        do { patch = try JSONValue(parsing: plain) } catch { throw .invalid("variables", "must be an object") }
        guard let members = patch.object else { throw .invalid("variables", "must be an object") }
        var changes: [VariableChange] = []
        for (key, member) in members.sorted(by: { $0.key < $1.key }) {
            try Names.checkVariableKey(key, field: "variables.\(key.prefix(60))")
            if member.isNull {
                changes.append(VariableChange(key: key, secret: nil, sealed: nil))
                continue
            }
            guard let value = member["value"]?.string else { throw .invalid("variables.\(key).value", "must be text") }
            guard !value.utf8.contains(0) else { throw .invalid("variables.\(key).value", "must not contain NUL") }
            guard member["secret"].map({ $0.isNull || $0.bool != nil }) ?? true else {
                throw .invalid("variables.\(key).secret", "must be true or false")
            }
            let sealed = try masterKey.seal(Array(value.utf8), at: Self.place(app, key))
            changes.append(VariableChange(key: key, secret: member["secret"]?.bool, sealed: sealed))
        }
        return changes
    }

    func open(_ sealed: [UInt8], app: AppID, key: String) throws(Fault) -> String {
        String(decoding: try masterKey.open(sealed, at: Self.place(app, key)), as: UTF8.self)
    }

    func sealForGateway(_ values: JSONValue) throws(Fault) -> [UInt8] {
        do { return try gateway.seal(values.encodedBytes(), purpose: Self.purpose) } catch { throw .wrapping(error, "sealing variables") }
    }

    static func rows(_ table: String) -> SealedTable {
        SealedTable(table, "app_id, key") { row in place(try row.get("app_id"), try row.get("key")) }
    }

    /// What a sealed value is bound to.
    static func place(_ app: AppID, _ key: String) -> String { "v1/variables/\(app)/\(key)" }
}
