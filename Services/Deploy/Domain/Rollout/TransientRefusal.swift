/// Which refusals of a pull pass by themselves: a registry that is restarted, or away for a moment. An image that is not
/// there, or not for us, will not be there the next time either.
enum TransientRefusal {
    private static let words = [
        "connection refused", "connection reset", "unexpected eof", ": eof", "i/o timeout", "tls handshake timeout", "broken pipe",
        "502 bad gateway", "503 service unavailable", "504 gateway", "too many requests", "no route to host", "network is unreachable",
    ]

    static func includes(_ said: String) -> Bool {
        let said = said.lowercased()
        return words.contains { said.contains($0) }
    }
}
