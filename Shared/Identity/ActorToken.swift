/// The text form both sides agree on: base64url(JSON).base64url(signature).
enum ActorToken {
    /// Longer than any actor can be, short enough to refuse before any work is done.
    static let longest = 2048

    /// The signature covers this word too, so that a signature made for something else can't be passed off as an actor.
    static func signedBytes(_ payload: some StringProtocol) -> [UInt8] {
        Array("slipway.actor.v1.".utf8) + Array(payload.utf8)
    }
}
