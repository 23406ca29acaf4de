package import Core

/// A message as a value. Conformances are generated from Proto; nothing else conforms.
package protocol WireMessage: Sendable, Equatable {
    init()

    /// Throws when a string holds NUL or the whole is larger than a message may be.
    func encoded() throws(Fault) -> [UInt8]

    /// Throws `invalidArgument` for anything that `WireScan` refuses.
    init(decoding bytes: [UInt8]) throws(Fault)

    /// "slipway.v1.Build", the header `Slipway-Schema`.
    static var schema: String { get }
}
