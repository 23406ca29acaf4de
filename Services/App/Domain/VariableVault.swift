import Core
import Hosting
import Messages
import Postgres
import Sealing

/// Where values of variables are unwrapped, for a moment: from the envelope that the gateway sealed to the row that the
/// master key seals, and back, or on to a build. Nothing in between is logged or kept.
struct VariableVault: Sendable {
    static let purpose = "app.variables"

    let masterKey: MasterKey
    let own: EnvelopePrivateKey
    let gateway: EnvelopePublicKey
    let build: EnvelopePublicKey

    /// `{"KEY": {"value": "…", "secret": true, "build": true} | null}`, each value sealed to its row.
    func changes(of sealedPatch: [UInt8], app: AppID) throws(Fault) -> [VariableChange] {
        let patch: JSONValue
        let plain = try own.open(sealedPatch, purpose: Self.purpose)
        do { patch = try JSONValue(parsing: plain) } catch { throw .invalid("variables", "must be an object") }
        guard let members = patch.object else { throw .invalid("variables", "must be an object") }
        var changes: [VariableChange] = []
        for (key, member) in members.sorted(by: { $0.key < $1.key }) {
            try Names.checkVariableKey(key, field: "variables.\(key.prefix(60))")
            if member.isNull {
                changes.append(VariableChange(key: key, isRemoval: true))
                continue
            }
            for flag in ["secret", "build"] {
                guard member[flag].map({ $0.isNull || $0.bool != nil }) ?? true else {
                    throw .invalid("variables.\(key).\(flag)", "must be true or false")
                }
            }
            var change = VariableChange(key: key, secret: member["secret"]?.bool, build: member["build"]?.bool)
            if let value = member["value"] {
                guard let value = value.string else { throw .invalid("variables.\(key).value", "must be text") }
                guard !value.utf8.contains(0) else { throw .invalid("variables.\(key).value", "must not contain NUL") }
                change.sealed = try masterKey.seal(Array(value.utf8), at: Self.place(app, key))
            } else if change.secret == nil, change.build == nil {
                throw .invalid("variables.\(key).value", "must be given, or what else shall change")
            }
            changes.append(change)
        }
        return changes
    }

    /// What of a config builds see, for the build service alone.
    func buildVariables(of config: Proto.Config, app: AppID) throws(Fault) -> Proto.BuildVariables {
        let values = try buildValues(of: config, app: app)
        guard !values.isEmpty else { return Proto.BuildVariables(number: config.number) }
        let bytes = JSONValue.object(values).encodedBytes()
        let sealed: [UInt8]
        do { sealed = try build.seal(bytes, purpose: "app.build-variables/\(app)/\(config.number)") } catch { throw .wrapping(error, "sealing variables") }
        return Proto.BuildVariables(
            keys: values.keys.sorted(), fingerprint: Hex.encode(fingerprint(bytes, app)), sealedValues: sealed, number: config.number)
    }

    /// Whether two configs are the same to a build; empty where it sees nothing.
    func buildFingerprint(of config: Proto.Config, app: AppID) throws(Fault) -> String {
        let values = try buildValues(of: config, app: app)
        return values.isEmpty ? "" : Hex.encode(fingerprint(JSONValue.object(values).encodedBytes(), app))
    }

    private func fingerprint(_ values: [UInt8], _ app: AppID) -> [UInt8] { masterKey.fingerprint(values, at: "v1/build-variables/\(app)") }

    private func buildValues(of config: Proto.Config, app: AppID) throws(Fault) -> [String: JSONValue] {
        var values: [String: JSONValue] = [:]
        for variable in config.variables where variable.build { values[variable.key] = .string(try open(variable.value, app: app, key: variable.key)) }
        return values
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
