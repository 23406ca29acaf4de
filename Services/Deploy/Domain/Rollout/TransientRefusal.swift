/// Which refusals of a pull pass by themselves: a registry that is restarted, or away for a moment. An image that is not
/// there, or not for us, will not be there the next time either.
enum TransientRefusal {
    private static let words = [
        "connection refused", "connection reset", "unexpected eof", ": eof", "i/o timeout", "tls handshake timeout", "broken pipe",
        "502 bad gateway", "503 service unavailable", "504 gateway", "too many requests", "no route to host", "network is unreachable",
        "context deadline exceeded", "client.timeout exceeded", "server misbehaving",
        // The kubelet's own limit, when many Pods begin at once on a node.
        "pull qps exceeded",
    ]

    static func includes(_ said: String) -> Bool {
        let said = said.lowercased()
        // Until Kubernetes 1.32 a kubelet that waits says no more than that (kubernetes/kubernetes#127918).
        return words.contains { said.contains($0) } || said.wholeMatch(of: /back-off pulling image "[^"]*"/) != nil
    }
}
