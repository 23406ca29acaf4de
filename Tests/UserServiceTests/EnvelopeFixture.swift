import Sealing

enum EnvelopeFixture {
    static func key() throws -> EnvelopePrivateKey { try EnvelopePrivateKey(raw: Array(1...32)) }
}
