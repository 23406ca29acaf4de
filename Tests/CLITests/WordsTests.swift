import Core
import Testing

@testable import CLI

@Suite struct WordsTests {
    @Test(arguments: [
        (Duration.milliseconds(-5), "0.0 s"), (.milliseconds(49), "0.0 s"), (.milliseconds(3_449), "3.4 s"), (.milliseconds(9_960), "10 s"),
        (.seconds(10), "10 s"), (.seconds(119), "119 s"), (.seconds(120), "2 min"), (.seconds(7_199), "119 min"), (.seconds(7_200), "2 h"),
        (.seconds(172_799), "47 h"), (.seconds(172_800), "2 days"), (.seconds(1_000_000), "11 days"),
    ]) func `a span is one number and one unit`(duration: Duration, words: String) {
        #expect(Words.span(duration) == words)
    }

    @Test func `a time is told as its distance, and none as a dash`() {
        #expect(Words.ago(Timestamp.now().adding(.seconds(-240)).rfc3339) == "4 min ago")
        // The platform's clock may be ahead of this one.
        #expect(Words.ago(Timestamp.now().adding(.seconds(60)).rfc3339) == "0.0 s ago")
        #expect(Words.ago(nil) == "–")
        #expect(Words.ago("yesterday") == "–")
    }

    @Test func `what has no end took no time yet`() {
        #expect(Words.between("2026-01-31T12:00:00.000Z", "2026-01-31T12:00:02.500Z") == .milliseconds(2_500))
        #expect(Words.between("2026-01-31T12:00:00.000Z", nil) == nil)
        #expect(Words.between(nil, nil) == nil)
    }

    @Test func `a commit is seven characters and the first line of its message`() {
        #expect(Words.commit(["commit": "3f2a1c9d4e5f", "commit_message": "Change the headline\n\nBecause."]) == "3f2a1c9  Change the headline")
        #expect(Span(Words.commit(["commit": "3f2a1c9d4e5f", "commit_message": "\u{1B}[31mred"])).text == "3f2a1c9  \\x1b[31mred")
        #expect(Words.commit(["commit": "3f2a1c9d4e5f"]) == "3f2a1c9")
        #expect(Words.commit(["commit": nil]) == "")
        #expect(Words.commit(nil) == "")
    }

    @Test func `since is an age or a time`() throws {
        for (text, seconds) in [("45s", 45), ("10m", 600), ("2h", 7_200), ("3d", 259_200), ("0s", 0)] as [(String, Int64)] {
            let since = try #require(Timestamp(rfc3339: try Words.since(text)))
            let distance = Timestamp.now() - since
            #expect(distance >= .seconds(seconds) && distance < .seconds(seconds + 5))
        }
        #expect(try Words.since("2026-01-31T12:00:00Z") == "2026-01-31T12:00:00Z")
        for text in ["", "m", "10", "-5m", "10w", "1.5h", "100000d", "yesterday"] {
            #expect(throws: CLIError.self) { try Words.since(text) }
        }
    }

    @Test func `a size is told in what it is measured in`() {
        #expect(Words.size(91 << 20, of: 256 << 20) == "91 of 256 MiB")
        #expect(Words.size(700_000, of: nil) == "683 KiB" && Words.size(700_000, of: 64 << 20) == "683 KiB of 64 MiB")
        #expect(Words.size(20 << 30) == "20 GiB")
    }

    @Test func `a time to come is told as such`() throws {
        #expect(Words.ahead(Timestamp.now().adding(.seconds(90_000)).rfc3339) == "in 24 h")
        #expect(Words.ahead(Timestamp.now().adding(.seconds(-5)).rfc3339) == "has ended" && Words.ahead(nil) == "never")
        let end = try #require(Timestamp(rfc3339: try Words.until("90d", option: "--expires")))
        #expect(end - Timestamp.now() > .seconds(89 * 86_400))
        #expect(throws: CLIError.self) { try Words.until("0d", option: "--expires") }
    }

    @Test func `one is singular`() {
        #expect(Words.count(1, "instance") == "1 instance")
        #expect(Words.count(0, "instance") == "0 instances")
        #expect(Words.count(3, "instance") == "3 instances")
    }
}
