import ArgumentParser
import Core
import Foundation

/// How a person names an app: `shop`, `demo/shop`, or its id.
struct AppReference: ExpressibleByArgument {
    let text: String

    init?(argument: String) {
        guard !argument.isEmpty else { return nil }
        text = argument
    }

    static var defaultCompletionKind: CompletionKind { Completions.apps }

    func find(_ api: APIClient) async throws -> JSONValue {
        if let id = AppID(text) {
            return try await advising(404, "slipway apps") { try await api.get("apps/\(id)") }
        }
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.count <= 2, let name = parts.last, !name.isEmpty, !parts[0].isEmpty else {
            throw CLIError(message: "\(text) names no app.", advice: "write  shop,  demo/shop  or an app's id", exitCode: .usage)
        }
        let project = parts.count == 2 ? parts[0] : nil
        let scope = (project.map { "project=\(APIClient.escape($0))&" } ?? "") + "name=\(APIClient.escape(name))"
        let found = try await advising(404, "slipway projects") { try await api.all("apps?\(scope)") }
        guard let app = found.first else { throw await Self.missing(text, name, project, api) }
        guard found.count == 1 else {
            let choices = found.map { "\($0.text("project_name"))/\(name)" }.joined(separator: "  or  ")
            throw CLIError(message: "Several projects have an app \(name).", advice: choices)
        }
        return app
    }

    /// With the names that were perhaps meant.
    private static func missing(_ text: String, _ name: String, _ project: String?, _ api: APIClient) async -> CLIError {
        let apps = (try? await api.all("apps")) ?? []
        let near = Nearness.nearest(to: name, of: apps.map { $0.text("name") })
        let hint = near.isEmpty ? "" : " Did you mean \(near.joined(separator: " or "))?"
        return CLIError(
            message: "There is no app \(text).\(hint)",
            advice: apps.isEmpty ? "slipway apps create \(name) --project \(project ?? "…") --repo https://…" : "slipway apps", code: "not_found", status: 404)
    }
}

/// The app that a command is about: named, or that of the folder.
struct AppChoice: ParsableArguments {
    @Argument(help: "The app: shop, demo/shop or its id. Left out, it is the folder's: see slipway link.")
    var app: AppReference?

    /// - Parameter guesses: whether the Git remote may tell which app is meant; not where something is destroyed.
    func find(_ api: APIClient, guesses: Bool = true) async throws -> JSONValue {
        if let app { return try await app.find(api) }
        guard let found = try await Self.implied(api, guesses: guesses) else {
            throw CLIError(message: "Which app?", advice: "name it after the command, or once for this folder:  slipway link APP", exitCode: .usage)
        }
        return found
    }

    /// By SLIPWAY_APP, the folder's link, or a remote that exactly one app is deployed from.
    static func implied(_ api: APIClient, guesses: Bool = true) async throws -> JSONValue? {
        if let named = ProcessInfo.processInfo.environment["SLIPWAY_APP"].flatMap({ AppReference(argument: $0) }) {
            return try await named.find(api)
        }
        if let (link, path) = try Link.find() {
            guard link.api == api.base else {
                throw CLIError(message: "\(path) links to \(link.name) on \(link.api), but you are on \(api.base).", advice: "slipway login \(link.api)   or name an app")
            }
            do {
                return try await api.get("apps/\(link.app)")
            } catch var error as CLIError {
                if error.status == 404 {
                    error.message = "\(link.name), which \(path) links to, is gone or not yours any more."
                    error.advice = "slipway unlink"
                }
                throw error
            }
        }
        guard guesses else { return nil }
        let remotes = WorkingCopy.remotes()
        guard !remotes.isEmpty else { return nil }
        let deployed = try await api.all("apps").filter { app in
            app["source"]?["repository"]?.string.flatMap { RepositoryAddress($0) }.map(remotes.contains) ?? false
        }
        guard deployed.count <= 1 else {
            let choices = deployed.map { "\($0.text("project_name"))/\($0.text("name"))" }.joined(separator: ", ")
            throw CLIError(message: "Several apps are deployed from this repository: \(choices).", advice: "slipway link APP", exitCode: .usage)
        }
        return deployed.first
    }
}

extension AppChoice {
    /// `[app] [number]`: apps begin with a letter, so a lone number is not one.
    func apart(from number: Int?) throws -> (app: AppChoice, number: Int?) {
        guard number == nil, let text = app?.text, let alone = Int(text.hasPrefix("#") ? String(text.dropFirst()) : text) else { return (self, number) }
        var rest = self
        rest.app = nil
        return (rest, alone)
    }
}

extension JSONValue {
    /// A member that the API promises.
    func text(_ key: String) -> String { self[key]?.string ?? "" }
}

struct Output: ParsableArguments {
    @Flag(help: "One JSON value (or one a line while following), for scripts.") var json = false
}
