import Core
import Testing

@testable import UserService

@Suite struct ScryptHashTests {
    static let cheap = ScryptHash.Cost(logRounds: 4, blockSize: 8, parallelism: 1)

    /// The third vector of RFC 7914, section 12.
    @Test func `it is the scrypt of the RFC`() throws {
        let key = try #require(
            Hex.decode(
                "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2"
                    + "d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887"))
        let hash = ScryptHash(
            cost: .init(logRounds: 14, blockSize: 8, parallelism: 1), salt: Array("SodiumChloride".utf8), key: key)
        #expect(try hash.matches(Array("pleaseletmein".utf8)))
        #expect(try !hash.matches(Array("pleaseletmeout".utf8)))
    }

    @Test func `its text carries everything that checking needs`() throws {
        let hash = try ScryptHash.make(Array("correct horse".utf8), cost: Self.cheap)
        let read = try #require(ScryptHash(hash.description))
        #expect(read == hash)
        #expect(hash.description.hasPrefix("$scrypt$ln=4,r=8,p=1$"))
        #expect(try read.matches(Array("correct horse".utf8)))
    }

    @Test func `one password never has the same hash twice`() throws {
        let hashes = try (0..<10).map { _ in try ScryptHash.make([1, 2, 3], cost: Self.cheap).description }
        #expect(Set(hashes).count == 10)
    }

    @Test(arguments: [
        "", "$", "$scrypt$$$", "$scrypt$ln=99,r=8,p=1$AAAA$AAAAAAAAAAAAAAAAAAAAAAAA", "$scrypt$ln=4,r=8$AAAA$AAAAAAAAAAAAAAAAAAAAAAAA",
        "$bcrypt$ln=4,r=8,p=1$AAAA$AAAAAAAAAAAAAAAAAAAAAAAA", "$scrypt$ln=4,r=8,p=1$AAAA$", "$scrypt$ln=4,r=8,p=1$AA=A$AAAAAAAAAAAAAAAAAAAAAAAA",
    ])
    func `what is no hash is not read as one`(_ text: String) {
        #expect(ScryptHash(text) == nil)
    }
}
