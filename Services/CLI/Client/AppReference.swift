import ArgumentParser
import Core

/// How a person names an app: `shop`, `demo/shop`, or its id.
struct AppReference: ExpressibleByArgument {
    let text: String

    init?(argument: String) {
        guard !argument.isEmpty else { return nil }
        text = argument
    }

    func find(_ api: APIClient) async throws -> JSONValue {
        if let id = AppID(text) { return try await api.get("apps/\(id)") }
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.count <= 2, let name = parts.last, !name.isEmpty else {
            throw CLIError(message: "\(text) names no app.", advice: "write  shop,  demo/shop  or an app's id")
        }
        let scope = parts.count == 2 ? "?project=\(APIClient.escape(parts[0]))" : ""
        let apps = try await api.all("apps\(scope)")
        let found = apps.filter { $0["name"]?.string == name }
        guard let app = found.first else {
            let names = apps.compactMap { $0["name"]?.string }.prefix(8).joined(separator: ", ")
            throw CLIError(
                message: "There is no app \(text)." + (names.isEmpty ? "" : " There are: \(names)."),
                advice: "slipway apps create \(name) --project … --repo …")
        }
        guard found.count == 1 else {
            let choices = found.compactMap { app in app["project_name"]?.string.map { "\($0)/\(name)" } }.joined(separator: "  or  ")
            throw CLIError(message: "Several projects have an app \(name).", advice: choices)
        }
        return app
    }
}

extension JSONValue {
    /// A member that the API promises.
    func text(_ key: String) -> String { self[key]?.string ?? "" }
}

struct Output: ParsableArguments {
    @Flag(help: "One JSON value (or one a line while following), for scripts.") var json = false
}
