import Testing

@testable import ContainerEngine

@Suite struct SubnetTests {
    @Test(arguments: [
        ("10.64.1.7/32", "10.64.1.0/24", true), ("10.64.1.0/24", "10.64.1.128/24", true), ("10.64.0.0/16", "10.64.1.0/24", false),
        ("10.64.2.0/24", "10.64.1.0/24", false), ("10.64.1.0/24", "0.0.0.0/0", true), ("255.255.255.255/32", "255.255.255.0/24", true),
    ])
    func `a range is within another or is not`(one: String, other: String, within: Bool) throws {
        #expect(try #require(Subnet(one)).isWithin(#require(Subnet(other))) == within)
    }

    @Test(arguments: ["", "10.0.0.0", "10.0.0/8", "10.0.0.256/8", "10.0.0.0/33", "10.0.0.0/", "fd00::/64", "10..0.0.0/8"])
    func `what is no range is none`(text: String) { #expect(Subnet(text) == nil) }

    @Test func `the loopback interface is connected to its own range`() throws {
        let loopback = try #require(Subnet.connected().first { $0.interface == "lo" })
        #expect(loopback.subnet == Subnet("127.0.0.0/8"))
    }
}
