import Core
import Hosting
import HTTPClient
package import Telemetry

package extension RegistryClient {
    /// Whether the registry answers, can be trusted, lets us in, and takes what is pushed: an upload is begun and called off.
    func examine() async -> Finding {
        do throws(EngineError) {
            let hello = try await send(HTTPRequest(url: base + "/v2/", timeout: .seconds(2)), as: "GET base", for: nil)
            // One whose token service we are may want a token for this as well; its uploads are what counts.
            guard hello.status == 200 || hello.status == 401 else { return .fail("The registry at \(base) answers \(hello.status).", do: bringBack) }
            let repository = place.repository("slipway/doctor")
            let scope = RegistryScope(repository: repository, actions: ["pull", "push"])
            let begin = HTTPRequest(
                method: "POST", url: "\(base)/v2/\(repository)/blobs/uploads/", headers: [("Content-Length", "0")], timeout: .seconds(2))
            let begun = try await send(begin, as: "POST blob", for: scope)
            guard begun.status != 401 else { return .fail("The registry at \(base) asks for a login.", do: "set \(user) and \(password), then make run") }
            guard begun.status == 202, let location = begun.header("Location") else {
                return .fail("The registry at \(base) takes nothing: it answers \(begun.status).", do: begun.status == 403 ? allow : "see whether its disk is full or read-only; " + bringBack)
            }
            let end = HTTPRequest(method: "DELETE", url: try resolve(location), timeout: .seconds(2))
            _ = try? await send(end, as: "DELETE blob", for: RegistryScope(repository: repository, actions: ["delete"]))
            return .ok("The registry at \(base) answers\(login == nil ? "" : ", lets us in") and takes uploads.")
        } catch {
            return finding(error)
        }
    }

    private func finding(_ error: EngineError) -> Finding {
        switch error.reason {
        case .loginRefused: .fail("The registry at \(base) does not let us in: \(error.message).", do: "put the right password or token into the file of \(password), then make run")
        case .notAllowed: .fail("The registry at \(base) takes nothing: \(error.message).", do: allow)
        case .untrusted:
            .fail(
                "The registry at \(base) can't be trusted: \(error.message).",
                do: "name its authority's certificate in \(authority); one without TLS needs \(Setting.variable("registry.plainHTTP"))=true")
        case nil where error.isUnanswered: .fail("The registry at \(base) does not answer: \(error.message).", do: bringBack)
        case nil: .fail("The registry at \(base) can't be used: \(error.message).", do: bringBack)
        }
    }

    private var bringBack: String {
        // The one that `make run` keeps.
        Self.isLoopback(host) && base.hasPrefix("http://")
            ? "make run brings it back; its log: log/registry.log" : "see whether \(Setting.variable("registry")) is right, and what its own log says"
    }

    private var allow: String { "let \(user) push to every repository under \(place), or name another" }
    private var user: String { Setting.variable("registry.user") }
    private var password: String { Setting.variable("registry.password") + "_FILE" }
    private var authority: String { Setting.variable("registry.certificateAuthority") + "_FILE" }
}
