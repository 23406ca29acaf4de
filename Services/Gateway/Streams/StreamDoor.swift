import Core
import Identity

/// Looks again whether a caller may still listen: a stream outlives the moment it was allowed in.
struct StreamDoor: Sendable {
    let authenticator: Authenticator
    let authorizer: Authorizer

    /// Throws when the session or token has ended, or the caller is no member of the call's project any more.
    /// An access token that has merely expired does not end a stream; the session behind it would.
    func check(_ call: Call) async throws {
        let context = call.backend.context(call.context, .after(.seconds(10)))
        try await authenticator.check(try call.account, context)
        guard let place = call.place else { return }
        _ = try await authorizer.place(of: .project, place.project.description, for: try call.account, context)
    }
}
