internal import Wire

/// One line of a service's table, with the types of its messages forgotten.
struct Route: Sendable {
    let subject: String
    let isInternal: Bool
    let handle: @Sendable ([UInt8], RequestContext) async throws -> [UInt8]

    init<Request, Reply>(_ method: RPCMethod<Request, Reply>, _ handler: @escaping RPCHandler<Request, Reply>) {
        subject = method.subject
        isInternal = method.isInternal
        handle = { body, context in
            try await handler(try Request(decoding: body), context).encoded()
        }
    }
}
