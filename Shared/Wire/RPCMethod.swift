/// One method of one service. The tables of these are generated from Proto: `BuildRPC.getBuild`.
package struct RPCMethod<Request: WireMessage, Reply: WireMessage>: AnyRPCMethod {
    package let service: String
    package let name: String
    package let isInternal: Bool
    package let subject: String

    package init(_ service: String, _ name: String) {
        self.service = service
        self.name = name
        isInternal = name.hasPrefix("internal.")
        subject = "rpc.v1.\(service).\(name)"
    }
}

/// A method whose messages do not matter, as in a list of what a service may call.
package protocol AnyRPCMethod: Sendable {
    /// Who answers: "build".
    var service: String { get }
    /// "get_build", or "internal.ensure_build".
    var name: String { get }
    /// Asked by named services, with no person behind the call.
    var isInternal: Bool { get }
    /// "rpc.v1.build.get_build"
    var subject: String { get }
}
