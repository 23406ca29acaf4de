import Core
import Messages
import Messaging
import Postgres
import TestSupport
import Testing

@testable import DeployService

@Suite struct NeededImagesTests {
    @Test func `what is live, what is on its way and the latest to go back to stay`() {
        let needed = NeededImages(
            live: "live", inUse: ["live"], moving: [.init(image: "next", build: nil)], earlier: ["live", "d", "c", "b", "a"], kept: 2)
        let all = ["live", "next", "d", "c", "b", "a", "never seen"]
        #expect(all.filter { needed.contains($0, of: []) } == ["live", "next", "d", "c"])
    }

    @Test func `what an instance still runs stays, however old it is`() {
        let needed = NeededImages(live: "live", inUse: ["live", "d", "a"], moving: [], earlier: ["live", "d", "c", "b", "a"], kept: 1)
        #expect(["live", "d", "c", "b", "a"].filter { needed.contains($0, of: []) } == ["live", "d", "a"])
    }

    @Test func `a build that a deployment waits for keeps its image, whatever it is called`() {
        let build = BuildID()
        let needed = NeededImages(live: nil, inUse: [], moving: [.init(image: "", build: build)], earlier: [], kept: 1)
        #expect(needed.contains("x", of: [BuildID(), build]))
        #expect(!needed.contains("x", of: [BuildID()]))
    }

    @Test func `while a deployment has yet to choose, everything stays`() {
        let needed = NeededImages(live: nil, inUse: [], moving: [.init(image: "", build: nil)], earlier: [], kept: 1)
        #expect(needed.contains("anything", of: []))
    }
}

@Suite struct ImageStoreTests {
    /// Live one after the other, each with an image of its own.
    private func history(_ f: Fixture, _ images: [String]) async throws -> [Deployment] {
        var made: [Deployment] = []
        for image in images { made.append(try await f.makeLive(try await f.create(), commit: image, image: image)) }
        return made
    }

    private func giveUp(_ f: Fixture, _ images: [String], keeping kept: Int = 1) async throws -> [String] {
        try await f.store.giveUp(images.map { ImageCandidate(image: $0, builds: []) }, of: f.app, keeping: kept)
    }

    @Test func `an image that a rollback may go to stays, and going back to one that is gone is refused in words`() async throws {
        try await Fixture.run { f in
            let made = try await history(f, ["a", "b", "c"])
            #expect(try await giveUp(f, ["a", "b", "c"]) == ["a"])
            #expect(try await f.reread(made[0]).imageRemovedAt != nil)
            #expect(try await f.reread(made[1]).imageRemovedAt == nil)
            let refusal = await #expect(throws: Fault.self) {
                try await f.store.rollBack(to: made[0].id, project: f.project, as: DeploymentID(), by: "")
            }
            #expect(refusal?.code == .failedPrecondition && refusal?.reason == "image_removed")
            #expect(refusal?.message.contains("#1") == true && refusal?.message.contains("slipway deploy shop --commit a") == true)
            let back = try await f.store.rollBack(to: made[1].id, project: f.project, as: DeploymentID(), by: "")
            #expect(try await giveUp(f, ["b", "c"]) == [], "one is live, the other about to be")
            #expect(try await f.makeLive(back).image == "b")
            let releases = try await f.store.releases(of: f.app, project: f.project, try Page.checked(limit: nil, cursor: nil))
            #expect(releases.map { $0.imageRemovedAt == nil } == [true, true, false])
        }
    }

    @Test func `twice is once, and what was never live goes`() async throws {
        try await Fixture.run { f in
            _ = try await history(f, ["a", "b", "c"])
            #expect(try await giveUp(f, ["a", "unused"]) == ["a", "unused"])
            #expect(try await giveUp(f, ["a", "unused"]) == ["a", "unused"])
        }
    }

    @Test func `a deployment that begins while images are given up finds its own`() async throws {
        try await Fixture.run { f in
            _ = try await history(f, ["a", "b", "c"])
            let next = try await f.create()
            #expect(try await giveUp(f, ["a"]) == [], "it may be about to choose any build")
            let lease = try await f.claim(next)
            _ = try await f.store.begin(.resolve, lease)
            let build = BuildID()
            try await f.store.attach(Proto.Build(id: build.description), lease, detail: "")
            #expect(try await f.store.giveUp([ImageCandidate(image: "a", builds: [build])], of: f.app, keeping: 1) == [])
            #expect(try await giveUp(f, ["a"]) == ["a"])
        }
    }

    @Test func `whichever of a rollback and a collection comes first, no deployment is left without its image`() async throws {
        try await Fixture.run { f in
            let made = try await history(f, ["a", "b", "c", "d"])
            async let given = giveUp(f, ["a", "b"])
            async let back = try? f.store.rollBack(to: made[1].id, project: f.project, as: DeploymentID(), by: "")
            let (gone, deployment) = try await (given, back)
            #expect(gone.contains("b") == (deployment == nil))
            #expect(gone.contains("a"))
        }
    }

    @Test func `an image built anew can be gone back to again`() async throws {
        try await Fixture.run { f in
            let made = try await history(f, ["a", "b", "c"])
            #expect(try await giveUp(f, ["a"]) == ["a"])
            try await f.makeLive(try await f.create(), commit: "a", image: "a")
            try await f.makeLive(try await f.create(), commit: "e", image: "e")
            #expect(try await f.reread(made[0]).imageRemovedAt == nil)
            _ = try await f.store.rollBack(to: made[0].id, project: f.project, as: DeploymentID(), by: "")
        }
    }

    @Test func `an image that another app names stays, and of an app that is gone nothing does`() async throws {
        try await Fixture.run { f in
            _ = try await history(f, ["a", "b", "c"])
            let other = Fixture(pool: f.pool, store: f.store)
            try await other.makeLive(try await other.create(), commit: "a", image: "a")
            #expect(try await giveUp(f, ["a"]) == [])
            let candidate = ImageCandidate(image: "z", builds: [])
            #expect(try await f.store.giveUp([candidate], of: AppID(), keeping: 1) == ["z"])
        }
    }
}
