import Core
import Testing

@testable import DeployService

@Suite struct PlanTests {
    let old = DeploymentID()
    let new = DeploymentID()

    func app(scale: Int = 2, current: DeploymentID? = nil, candidate: DeploymentID? = nil, routed: DeploymentID? = nil) -> AppRecord {
        AppRecord(
            id: AppID(), project: ProjectID(), name: "shop", projectName: "acme", host: "h", url: "u", scale: scale, restartGeneration: 0,
            current: current, candidate: candidate, routed: routed,
            route: DesiredRoute(generation: 0, ports: [], seenGeneration: 0), isDeleting: false, revision: 0)
    }

    func instance(_ deployment: DeploymentID, _ port: Int, _ state: InstanceState = .serving, generation: Int64 = 0) -> Instance {
        Instance(
            id: InstanceID(), app: AppID(), project: ProjectID(), deployment: deployment, release: 1, generation: generation, name: "x",
            port: port, container: "c", state: state, restarts: 0, exits: 0, isRouted: false,
            createdAt: Timestamp(microseconds: Int64(port)), readyAt: state == .serving ? .now() : nil)
    }

    @Test func `missing instances are added, of the live one and of the candidate`() {
        let plan = Plan(app(current: old, candidate: new, routed: old), [instance(old, 1)])
        #expect(plan.additions == [old: 1, new: 2])
        #expect(plan.ports == [1])
    }

    @Test func `a candidate gets no traffic before it is routed, and then all of it`() {
        let instances = [instance(old, 1), instance(old, 2), instance(new, 3), instance(new, 4)]
        let before = Plan(app(current: old, candidate: new, routed: old), instances)
        #expect(before.ports == [1, 2])
        #expect(before.retirements.isEmpty)
        let moved = Plan(app(current: old, candidate: new, routed: new), instances)
        #expect(moved.ports == [3, 4])
        #expect(moved.retirements.isEmpty)
        let live = Plan(app(current: new, routed: new), instances)
        #expect(live.ports == [3, 4])
        #expect(Set(live.retirements) == [instances[0].id, instances[1].id])
    }

    @Test func `a candidate that failed is not replaced, and goes when it is no candidate any more`() {
        let instances = [instance(old, 1), instance(old, 2), instance(new, 3, .failed), instance(new, 4, .starting)]
        let failing = Plan(app(current: old, candidate: new, routed: old), instances)
        #expect(failing.additions.isEmpty)
        let after = Plan(app(current: old, routed: old), instances)
        #expect(after.ports == [1, 2])
        #expect(Set(after.retirements) == [instances[2].id, instances[3].id])
    }

    @Test func `fewer leave the route as they are retired, and what serves stays`() {
        let instances = [instance(old, 1, .starting), instance(old, 2), instance(old, 3)]
        let plan = Plan(app(scale: 1, current: old, routed: old), instances)
        #expect(plan.ports == [2])
        #expect(Set(plan.retirements) == [instances[0].id, instances[2].id])
    }

    @Test func `a restart keeps the old set until all of the new one serve`() {
        var record = app(current: old, routed: old)
        record.restartGeneration = 1
        let stale = [instance(old, 1), instance(old, 2)]
        #expect(Plan(record, stale).additions == [old: 2])
        let coming = Plan(record, stale + [instance(old, 3, generation: 1), instance(old, 4, .starting, generation: 1)])
        #expect(coming.ports == [1, 2])
        #expect(coming.retirements.isEmpty)
        let there = Plan(record, stale + [instance(old, 3, generation: 1), instance(old, 4, generation: 1)])
        #expect(there.ports == [3, 4])
        #expect(Set(there.retirements) == Set(stale.map(\.id)))
    }

    @Test func `a new release of a stopped app is looked at, gets no traffic, and goes again`() {
        let before = Plan(app(scale: 0, current: old, candidate: new, routed: old), [])
        #expect(before.additions == [new: 1])
        let instances = [instance(new, 1)]
        let routed = Plan(app(scale: 0, current: old, candidate: new, routed: new), instances)
        #expect(routed.ports.isEmpty && routed.retirements.isEmpty)
        #expect(Plan(app(scale: 0, current: new, routed: new), instances).retirements == [instances[0].id])
    }

    @Test func `a stopped app has no instance and no traffic; a deleted one neither`() {
        let instances = [instance(old, 1)]
        let stopped = Plan(app(scale: 0, current: old, routed: old), instances)
        #expect(stopped.ports.isEmpty && stopped.additions.isEmpty && stopped.retirements == [instances[0].id])
        var record = app(current: old, routed: old)
        record.isDeleting = true
        #expect(Plan(record, instances).retirements == [instances[0].id])
    }

    /// Whatever the rows say: no traffic to what is retired, never more kept than wanted, and a set that serves is never given up.
    @Test func `no plan routes to what it retires`() {
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<2_000 {
            let states: [InstanceState] = [.starting, .serving, .failed, .stopping, .stopped]
            let instances = (1...Int.random(in: 1...8, using: &generator)).map { port in
                instance([old, new].randomElement() ?? old, port, states.randomElement() ?? .serving, generation: Int64.random(in: 0...1))
            }
            var record = app(
                scale: Int.random(in: 0...3), current: [old, nil].randomElement() ?? nil, candidate: [new, nil].randomElement() ?? nil,
                routed: [old, new, nil].randomElement() ?? nil)
            record.restartGeneration = Int64.random(in: 0...1)
            let plan = Plan(record, instances)
            let retired = Set(plan.retirements)
            #expect(instances.filter { plan.ports.contains($0.port ?? 0) }.allSatisfy { !retired.contains($0.id) && $0.state == .serving })
            #expect(retired.isDisjoint(with: instances.filter { $0.state == .stopping || $0.state == .stopped }.map(\.id)))
            for (deployment, count) in plan.additions {
                #expect(deployment == record.current || deployment == record.candidate)
                #expect(count <= record.candidateScale)
            }
        }
    }

    @Test func `drift is a container that ended or went, and an orphan one that no row knows`() {
        let known = FleetMember(id: InstanceID(), app: AppID(), container: "gone", state: .serving)
        let waiting = FleetMember(id: InstanceID(), app: AppID(), container: "ended", state: .starting, retryAt: .now().adding(.seconds(9)))
        let stopped = FleetMember(id: InstanceID(), app: AppID(), container: "kept", state: .stopped)
        let containers = [
            ObservedContainer(id: "ended", name: "a", instance: waiting.id, state: .exited),
            ObservedContainer(id: "kept", name: "b", instance: stopped.id, state: .exited),
            ObservedContainer(id: "orphan", name: "c", instance: InstanceID(), state: .running),
        ]
        let drift = Drift(containers, [known, waiting, stopped], at: .now())
        #expect(drift.apps == [known.app])
        #expect(drift.orphans == ["orphan"])
    }
}
