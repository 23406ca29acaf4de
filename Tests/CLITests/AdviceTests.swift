import ArgumentParser
import Core
import Foundation
import Testing

@testable import CLI

@Suite struct AdviceTests {
    /// What the contract knows, in its words.
    private static let reasons = [
        "source_unreachable", "source_auth_required", "ref_not_found", "plan_failed", "build_failed", "build_timeout", "push_failed",
        "image_pull_failed", "image_requires_root", "container_exited", "port_not_listening", "not_ready", "out_of_memory", "unschedulable",
        "quota_exceeded", "policy_refused", "internal",
    ]

    @Test(arguments: reasons) func `every reason has a next step`(reason: String) throws {
        #expect(try #require(Advice.on(reason, app: "shop")).isEmpty == false)
    }

    @Test func `the port that was seen is the port that is advised`() {
        let failure: JSONValue = ["reason": "port_not_listening", "message": "The container listens on port 3000, but the app's port is 8080."]
        #expect(Advice.on(failure, app: "shop") == "listen on $PORT, or:  slipway apps set shop --port 3000")
    }

    @Test func `a reason that this client does not know yet is met with silence`() {
        #expect(Advice.on("eaten_by_bear", app: "shop") == nil)
    }

    @Test(arguments: reasons) func `what is advised can be typed`(reason: String) throws {
        let advice = try #require(Advice.on(reason, app: "shop"))
        for command in advice.components(separatedBy: "slipway ").dropFirst() {
            let words = command.components(separatedBy: "  ")[0].split(separator: " ").map { $0 == "…" ? "1" : String($0) }
            #expect(throws: Never.self) { try Slipway.parseAsRoot(words) }
        }
    }
}
