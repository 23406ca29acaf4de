import ArgumentParser
import Core
import Foundation
import HTTPClient

struct APICommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "api", abstract: "Any call of the API, as you.",
        discussion: """
              slipway api apps
              slipway api GET apps/{app}                    {app}: the folder's, or --app shop
              slipway api PUT apps/{app}/scale -f instances=3 --app shop
              slipway api POST projects -f name=acme
              slipway api PATCH apps/{app} --input patch.json --app shop
              slipway api /openapi.json

            -f run.port=3000 makes {"run": {"port": 3000}}: numbers, true, false and null are themselves, everything
            else is text; -s key=value is text always. The answer goes to standard output whatever its status;
            from 400 on the exit code is 1.
            """)
    @Argument(help: "GET, POST, PUT, PATCH or DELETE; GET when left out, POST with a body.") var methodOrPath: String
    @Argument(help: "The path, with or without /api/v1/.") var path: String?
    @Option(name: [.customShort("f"), .customLong("field")], help: ArgumentHelp("A member of the body; may be said again.", valueName: "key=value")) var fields: [String] = []
    @Option(name: [.customShort("s"), .customLong("string")], help: ArgumentHelp("A member that is text, whatever it looks like.", valueName: "key=value")) var strings: [String] = []
    @Option(help: ArgumentHelp("The body from a file; - is standard input.", valueName: "file"), completion: .file()) var input: String?
    @Option(name: [.customShort("H"), .customLong("header")], help: ArgumentHelp("Another header; may be said again.", valueName: "name: value")) var headers: [String] = []
    @Flag(name: .shortAndLong, help: "The status and the headers of the answer too.") var include = false
    @Option(help: "The app that {app} stands for.") var app: AppReference?

    func run() async throws {
        let body = try self.body()
        let (method, path) = try Self.question(methodOrPath, path, hasBody: body != nil)
        let api = try APIClient()
        var full = Self.full(path)
        if full.contains("{app}") {
            var choice = AppChoice()
            choice.app = app
            full = full.replacing("{app}", with: try await choice.find(api).text("id"))
        }
        let response = try await api.answer(method, full, body, headers: try headers.map(Self.header))
        if include {
            Terminal.say("HTTP/1.1 \(response.status)")
            for (name, value) in response.headers { Terminal.say("\(name): \(value)") }
            Terminal.say("")
        }
        if let json = try? JSONValue(parsing: response.body) {
            Terminal.json(json)
        } else if !response.body.isEmpty {
            let text = String(decoding: response.body, as: UTF8.self)
            if Terminal.isInteractive { for line in text.split(separator: "\n", omittingEmptySubsequences: false) { Terminal.say("\(line)") } } else { Terminal.write(text) }
        }
        if response.status >= 400 {
            throw ExitCode((response.status == 401 || response.status == 403 ? ExitStatus.notPermitted : .failed).rawValue)
        }
    }

    static func question(_ first: String, _ second: String?, hasBody: Bool) throws -> (method: String, path: String) {
        guard let second else { return (hasBody ? "POST" : "GET", first) }
        let method = first.uppercased()
        guard ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"].contains(method) else {
            throw CLIError(message: "\(first) is no method.", advice: "GET, POST, PUT, PATCH or DELETE", exitCode: .usage)
        }
        return (method, second)
    }

    /// Paths are those of the API; what lies beside it is named from the root.
    static func full(_ path: String) -> String {
        if path.hasPrefix("/api/") || ["/openapi.json", "/healthz"].contains(path) { return path }
        let bare = path.drop { $0 == "/" }
        return bare.hasPrefix("api/v1/") ? "/\(bare)" : "/api/v1/\(bare)"
    }

    private static func header(_ text: String) throws -> (String, String) {
        let parts = text.split(separator: ":", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
        guard parts.count == 2 else { throw CLIError(message: "\(text) is no header.", advice: "-H \"Name: value\"", exitCode: .usage) }
        return (parts[0], parts[1])
    }

    private func body() throws -> [UInt8]? {
        guard let input else { return fields.isEmpty && strings.isEmpty ? nil : try Self.object(fields, strings).encodedBytes() }
        guard fields.isEmpty, strings.isEmpty else { throw CLIError(message: "--input is the whole body; -f adds nothing to it.", exitCode: .usage) }
        let data = input == "-" ? FileHandle.standardInput.readDataToEndOfFile() : FileManager.default.contents(atPath: input)
        guard let data else { throw CLIError(message: "\(input) can't be read.") }
        return Array(data)
    }

    /// `a.b=1` → `{"a": {"b": 1}}`.
    static func object(_ fields: [String], _ strings: [String] = []) throws -> JSONValue {
        var object: JSONValue = [:]
        for (text, isText) in fields.map({ ($0, false) }) + strings.map({ ($0, true) }) {
            let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            let keys = parts[0].split(separator: ".", omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 2, !keys.contains("") else {
                throw CLIError(message: "\(text) is no key=value.", advice: "slipway api POST projects -f name=acme", exitCode: .usage)
            }
            object = set(object, keys[...], isText ? .string(parts[1]) : value(parts[1]))
        }
        return object
    }

    private static func set(_ object: JSONValue, _ keys: ArraySlice<String>, _ value: JSONValue) -> JSONValue {
        guard let key = keys.first else { return value }
        var members = object.object ?? [:]
        members[key] = set(members[key] ?? [:], keys.dropFirst(), value)
        return .object(members)
    }

    /// What JSON would read as something else than text is that; `[…]` and `{…}` too.
    private static func value(_ text: String) -> JSONValue {
        guard let json = try? JSONValue(parsing: text), json.string == nil else { return .string(text) }
        return json
    }
}
