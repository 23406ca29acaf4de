internal import Configuration
package import Core
import Foundation
package import Sealing
import Synchronization

/// What this installation set, read from the environment; every miss is one clear sentence that names the variable.
///
/// Keys are dotted lower camel (`engine.socket` is `SLIPWAY_ENGINE_SOCKET`). An empty variable counts as not set, so that
/// a compose file may pass one through. Read once, at assembly; nothing below it asks the environment.
package struct Settings: Sendable {
    private let reader: ConfigReader
    private let asked = Asked()

    /// The environment of this process.
    package init() {
        self.init(environment: ProcessInfo.processInfo.environment)
    }

    package init(environment: [String: String]) {
        let provider = EnvironmentVariablesProvider(environmentVariables: environment)
        reader = ConfigReader(provider: provider).scoped(to: "slipway")
    }

    /// The keys that were read so far.
    package var keysRead: Set<String> { asked.keys.withLock { $0 } }

    /// The value, or nil when nothing is set.
    package func optional(_ key: String) -> String? {
        asked.keys.withLock { _ = $0.insert(key) }
        let value = reader.string(forKey: ConfigKey(key))
        return value.flatMap { $0.isEmpty ? nil : $0 }
    }

    package func string(_ key: String, default fallback: String? = nil) throws(Fault) -> String {
        if let value = optional(key) ?? fallback { return value }
        throw Self.missing(Setting.variable(key))
    }

    package func int(
        _ key: String, default fallback: Int? = nil, in range: ClosedRange<Int> = 0...Int.max
    ) throws(Fault) -> Int {
        guard let text = optional(key) else {
            if let fallback { return fallback }
            throw Self.missing(Setting.variable(key))
        }
        guard let value = Int(text) else { throw Self.wrong(key, text, "must be a whole number") }
        guard range.contains(value) else {
            let bounds = range.upperBound == .max ? "at least \(range.lowerBound)" : "between \(range.lowerBound) and \(range.upperBound)"
            throw Self.wrong(key, text, "must be \(bounds)")
        }
        return value
    }

    package func bool(_ key: String, default fallback: Bool? = nil) throws(Fault) -> Bool {
        guard let text = optional(key) else {
            if let fallback { return fallback }
            throw Self.missing(Setting.variable(key))
        }
        switch text.lowercased() {
        case "true", "yes", "on", "1": return true
        case "false", "no", "off", "0": return false
        default: throw Self.wrong(key, text, "must be true or false")
        }
    }

    /// Seconds, with a fraction if need be; the key says so: `health.deadlineSeconds`.
    package func duration(_ key: String, default fallback: Duration? = nil) throws(Fault) -> Duration {
        guard let text = optional(key) else {
            if let fallback { return fallback }
            throw Self.missing(Setting.variable(key))
        }
        guard let seconds = Double(text), seconds.isFinite, seconds >= 0, seconds < 1e9 else {
            throw Self.wrong(key, text, "must be a number of seconds")
        }
        return .milliseconds(Int64((seconds * 1000).rounded()))
    }

    /// Comma-separated; blanks around an item and empty items do not count.
    package func list(_ key: String, default fallback: [String]? = nil) throws(Fault) -> [String] {
        guard let text = optional(key) else {
            if let fallback { return fallback }
            throw Self.missing(Setting.variable(key))
        }
        return text.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
    }

    /// The contents, without the newline at the end, of the file that `<KEY>_FILE` names. Never from the variable itself:
    /// an environment is shown by too many tools.
    package func secret(_ key: String) throws(Fault) -> Secret<String> {
        let path = try file(key)
        guard let contents = FileManager.default.contents(atPath: path) else {
            throw Fault(.failedPrecondition, "\(Setting.variable(key))_FILE names \(path), which can't be read.")
        }
        let text = String(decoding: contents, as: UTF8.self).trimmingCharacters(in: .newlines)
        guard !text.isEmpty else { throw Fault(.failedPrecondition, "\(Setting.variable(key))_FILE names \(path), which is empty.") }
        return Secret(text)
    }

    /// The same; nil where no file is named.
    package func optionalSecret(_ key: String) throws(Fault) -> Secret<String>? {
        let isNamed = optional(key + ".file") != nil
        asked.keys.withLock { keys in
            keys.remove(key + ".file")
            keys.insert(key)
        }
        return isNamed ? try secret(key) : nil
    }

    /// A key of 32 bytes from the file that `<KEY>_FILE` names: see `KeyFile`.
    package func key(_ key: String, isPrivate: Bool = true) throws(Fault) -> [UInt8] {
        let path = try file(key)
        do {
            return try KeyFile.read(path, isPrivate: isPrivate)
        } catch {
            throw Fault(.failedPrecondition, "\(Setting.variable(key))_FILE: \(error.message)")
        }
    }

    /// The master key from the file that `<KEY>_FILE` names: see `MasterKey`.
    package func masterKey(_ key: String = "master.key") throws(Fault) -> MasterKey {
        let path = try file(key)
        do {
            return try MasterKey(file: path)
        } catch {
            throw Fault(.failedPrecondition, "\(Setting.variable(key))_FILE: \(error.message)")
        }
    }

    /// The path that `<KEY>_FILE` holds.
    package func file(_ key: String) throws(Fault) -> String {
        if let path = optional(key + ".file") {
            asked.keys.withLock { keys in
                keys.remove(key + ".file")
                keys.insert(key)
            }
            return path
        }
        throw Self.missing(Setting.variable(key) + "_FILE")
    }

    private static func missing(_ variable: String) -> Fault { Fault(.failedPrecondition, "\(variable) is not set.") }

    private static func wrong(_ key: String, _ text: String, _ rule: String) -> Fault {
        Fault(.failedPrecondition, "\(Setting.variable(key)) is \"\(text)\", but \(rule).")
    }

    private final class Asked: Sendable {
        let keys = Mutex<Set<String>>([])
    }
}
