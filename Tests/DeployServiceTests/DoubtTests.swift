import Core
import Testing

@testable import DeployService

@Suite struct DoubtTests {
    @Test func `a doubt lasts while it is raised, and starts over after a pause`() {
        let (doubts, app, start) = (Doubts(), AppID(), ContinuousClock.now)
        #expect(doubts.lasting(app, at: start) == .zero)
        #expect(doubts.lasting(app, at: start + .seconds(6)) == .seconds(6))
        #expect(doubts.lasting(app, at: start + .seconds(86_400)) == .zero, "another day's")
        #expect(doubts.lasting(app, at: start + .seconds(86_405)) == .seconds(5))
        doubts.keep(only: [])
        #expect(doubts.lasting(app, at: start + .seconds(86_406)) == .zero)
    }

    @Test func `what fails is left alone longer each time, until it does not`() {
        let setbacks = Setbacks<String>()
        #expect(setbacks.isDue("a"))
        let first = setbacks.note("a")
        #expect(first.isFirst && first.pause >= .milliseconds(500) && first.pause <= .milliseconds(1_500))
        #expect(!setbacks.isDue("a") && setbacks.isDue("b"))
        let pauses = (0..<200).map { _ in setbacks.note("a") }
        #expect(pauses.allSatisfy { !$0.isFirst && $0.pause <= .milliseconds(30_500) })
        #expect(pauses.contains { $0.pause > .seconds(10) })
        #expect(Set(pauses.map(\.pause)).count > 100, "not in step with others")
        setbacks.forget("a")
        #expect(setbacks.isDue("a") && setbacks.note("a").isFirst)
    }

    @Test func `what is known of apps that are gone is forgotten`() {
        let (stillness, kept, gone) = (Stillness(), AppID(), AppID())
        stillness.note(1, of: kept)
        stillness.note(1, of: gone)
        stillness.keep(only: [kept])
        #expect(stillness.holds(1, of: kept) && !stillness.holds(1, of: gone))
    }
}
