import Core
import Identity
import Messages
import Messaging
import Wire

/// The services behind the gateway, and the signature that they believe.
struct Backend: Sendable {
    let rpc: RPCClient
    let signer: SignedActors

    func send<Q: WireMessage, R: WireMessage>(
        _ method: RPCMethod<Q, R>, _ question: Q, _ context: CallContext
    ) async throws(Fault) -> R {
        try await rpc.call(method, question, context)
    }

    /// The headers of a call for this request.
    func context(
        _ context: GatewayContext, _ deadline: Deadline, actor: Actor? = nil, idempotencyKey: String? = nil
    ) -> CallContext {
        CallContext(
            requestID: context.requestID, traceparent: context.traceparent, deadline: deadline,
            idempotencyKey: idempotencyKey, actor: actor.map(signer.sign), onBehalf: nil)
    }
}
