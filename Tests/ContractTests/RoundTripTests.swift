import Testing
import Wire

struct RoundTripTests {
    @Test(arguments: 0..<everyMessage.count)
    func `a message survives the wire whatever it holds`(index: Int) throws {
        func check<M: SampledMessage>(_ type: M.Type) throws {
            for seed in 0..<200 {
                var random = Seeded(UInt64(index * 1000 + seed))
                let message = M.sample(&random)
                let bytes = try message.encoded()
                #expect(try M(decoding: bytes) == message, "seed \(seed)")
                #expect(try M(decoding: bytes).encoded() == bytes, "seed \(seed)")
            }
            #expect(try M().encoded().isEmpty)
            #expect(try M(decoding: []) == M())
        }
        try check(everyMessage[index])
    }

    @Test func `schemas are the messages' full names`() {
        for type in everyMessage {
            #expect(type.schema == "slipway.v1.\(type)")
        }
        #expect(Set(everyMessage.map { $0.schema }).count == everyMessage.count)
    }
}
