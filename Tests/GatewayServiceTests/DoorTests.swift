import Core
import HTTPClient
import Messages
import Messaging
import Postgres
import Synchronization
import Testing
import TestSupport

@testable import GatewayService

/// The gateway over HTTP.
@Suite(.serialized) struct DoorTests {
    @Test func `who may not pass is told so, in one form`() async throws {
        try await Door.open { door in
            let bare = try await door.call("GET", "/api/v1/projects/demo")
            #expect(bare.status == 401)
            #expect(bare.header("WWW-Authenticate") == "Bearer")
            #expect(bare.header("Content-Type") == "application/problem+json")
            #expect(bare.json["code"]?.string == "unauthenticated")
            #expect(bare.json["request_id"]?.string == bare.header("X-Request-Id"))
            for token in ["x", "slp_x", "a.b.c", SecretToken(.api).text + "x"] {
                #expect(try await door.call("GET", "/api/v1/auth/me", token: token).status == 401)
            }
            #expect(try await door.call("GET", "/nothing").status == 404)
            #expect(try await door.call("GET", "/api/v1/apps/\(door.peers.app)/nothing").status == 404)
            let wrong = try await door.call("POST", "/healthz", [:])
            #expect(wrong.status == 405)
            #expect(wrong.header("Allow") == "GET, HEAD")
            #expect(wrong.header("X-Content-Type-Options") == "nosniff")
            #expect(try await door.call("GET", "/healthz").status == 200)
            let given = try await door.call("GET", "/healthz", nil, [("X-Request-Id", "mine-1")])
            #expect(given.header("X-Request-Id") == "mine-1")
        }
    }

    @Test func `HEAD is GET without what it sends, by the same permission, and not for streams`() async throws {
        try await Door.open { door in
            let member = try await door.token()
            for path in ["/healthz", "/api/v1/projects/demo", "/openapi.json"] {
                let (whole, head) = (try await door.call("GET", path, token: member), try await door.call("HEAD", path, token: member))
                #expect(head.status == 200 && head.json == .null && whole.json != .null)
                #expect(head.header("Content-Type") == whole.header("Content-Type") && head.header("Content-Length") == whole.header("Content-Length"))
                #expect(Int(head.header("Content-Length") ?? "") ?? 0 > 0)
            }
            #expect(try await door.call("HEAD", "/api/v1/projects/demo").status == 401)
            #expect(try await door.call("HEAD", "/api/v1/projects/demo", token: door.token("stranger@example.org")).status == 404)
            #expect(try await door.call("HEAD", "/nothing").status == 404)
            #expect(try await door.call("HEAD", "/api/v1/events", token: member).status == 405)
        }
    }

    @Test func `a member sees, a stranger sees nothing, and a role is a limit`() async throws {
        try await Door.open { door in
            let member = try await door.token()
            let app = "/api/v1/apps/\(door.peers.app)"
            #expect(try await door.call("GET", app, token: member).json["name"]?.string == "shop")
            #expect(try await door.call("GET", "/api/v1/projects/demo", token: member).json["role"]?.string == "deployer")
            let refused = try await door.call("DELETE", app, token: member)
            #expect(refused.status == 403)
            let stranger = try await door.token("stranger@example.org")
            let hidden = try await door.call("GET", app, token: stranger)
            let absent = try await door.call("GET", "/api/v1/apps/\(AppID())", token: stranger)
            #expect(hidden.status == 404)
            #expect(hidden.json["detail"] == absent.json["detail"])
            #expect(hidden.json["code"] == absent.json["code"])
            #expect(try await door.call("GET", "/api/v1/apps/shop", token: member).status == 404)
            #expect(try await door.call("POST", "/api/v1/auth/logout", [:], token: member).status == 204)
            #expect(try await door.call("GET", app, token: member).status == 401)
        }
    }

    @Test func `what concerns the whole installation is for its operators`() async throws {
        try await Door.open { door in
            let path = "/api/v1/admin/operators/bob%40example.org"
            let member = try await door.token()
            let refused = try await door.call("PUT", path, token: member)
            #expect(refused.status == 403)
            #expect(refused.json["reason"]?.string == "not_operator")
            #expect(try await door.call("GET", "/api/v1/auth/me", token: member).json["operator"]?.bool == false)
            let operating = try await door.token("operator@example.org")
            #expect(try await door.call("GET", "/api/v1/auth/me", token: operating).json["operator"]?.bool == true)
            let made = try await door.call("PUT", path, token: operating)
            #expect(made.status == 200)
            #expect(made.json["email"]?.string == "bob@example.org")
            #expect(made.json["operator"]?.bool == true)
            #expect(try await door.call("DELETE", path, token: operating).json["operator"]?.bool == false)
        }
    }

    @Test func `bodies are bounded and read strictly`() async throws {
        try await Door.open { door in
            let member = try await door.token()
            let unknown = try await door.call("POST", "/api/v1/projects", ["name": "x", "colour": "red"], token: member)
            #expect(unknown.status == 400)
            #expect(unknown.json["errors"]?[0]?["field"]?.string == "colour")
            let long = JSONValue.object(["name": .string(String(repeating: "x", count: 300_000))])
            #expect(try await door.call("POST", "/api/v1/projects", long, token: member).status == 413)
            let form = try await door.call("POST", "/api/v1/projects", ["name": "x"], token: member, [("Content-Type", "text/plain")])
            #expect(form.status == 400)
            #expect(try await door.call("GET", "/healthz").status == 200)
        }
    }

    @Test func `a browser's session needs its token to change anything`() async throws {
        try await Door.open { door in
            let login: JSONValue = ["email": "member@example.org", "password": "correct horse", "session": true]
            let reply = try await door.call("POST", "/api/v1/auth/login", login)
            #expect(reply.json["access_token"] == nil)
            let cookie = ("Cookie", String(try #require(reply.header("Set-Cookie")).prefix { $0 != ";" }))
            #expect(reply.header("Set-Cookie")?.contains("HttpOnly; SameSite=Lax") == true)
            let me = try await door.call("GET", "/api/v1/auth/me", nil, [cookie])
            let token = try #require(me.json["csrf_token"]?.string)
            #expect(token == reply.json["csrf_token"]?.string)
            let bare = try await door.call("POST", "/api/v1/projects", ["name": "x"], [cookie])
            #expect(bare.status == 403)
            #expect(bare.json["reason"]?.string == "csrf")
            let full = try await door.call("POST", "/api/v1/projects", ["name": "x"], [cookie, ("X-CSRF-Token", token)])
            #expect(full.status == 201)
            let foreign = try await door.call(
                "POST", "/api/v1/projects", ["name": "x"], [cookie, ("X-CSRF-Token", token), ("Origin", "https://evil.example")])
            #expect(foreign.status == 403)
            #expect(try await door.call("POST", "/api/v1/auth/login", login, [("Sec-Fetch-Site", "cross-site")]).status == 403)
        }
    }

    @Test func `a keyed command is one command, whatever came between`() async throws {
        try await Door.open { door in
            let member = try await door.token()
            let key = [("Idempotency-Key", "k-1")]
            door.peers.state.withLock { $0.failing = 1 }
            #expect(try await door.call("POST", "/api/v1/projects", ["name": "x"], token: member, key).status == 503)
            let first = try await door.call("POST", "/api/v1/projects", ["name": "x"], token: member, key)
            let second = try await door.call("POST", "/api/v1/projects", ["name": "x"], token: member, key)
            #expect(first.status == 201)
            #expect(first.json == second.json)
            let made = door.peers.state.withLock { $0.projectsMade }
            #expect(made.count == 2)
            #expect(Set(made).count == 1)
            let other = try await door.call("POST", "/api/v1/projects", ["name": "y"], token: member, key)
            #expect(other.status == 409)
            #expect(other.json["reason"]?.string == "key_reused")
            let token: JSONValue = ["name": "ci", "scopes": ["deploy"]]
            let one = try await door.call("POST", "/api/v1/tokens", token, token: member, [("Idempotency-Key", "k-2")])
            let two = try await door.call("POST", "/api/v1/tokens", token, token: member, [("Idempotency-Key", "k-2")])
            #expect(one.status == 201)
            #expect(one.json["token"] == two.json["token"])
            let secret = try #require(one.json["token"]?.string)
            let kept = try await door.pool.query("reading answers", "SELECT answer FROM idempotency_keys WHERE answer IS NOT NULL") {
                try $0.get("answer", as: [UInt8].self)
            }
            #expect(!kept.contains { String(decoding: $0, as: UTF8.self).contains(secret) })
        }
    }

    @Test func `wrong passwords from one address come to an end`() async throws {
        try await Door.open { door in
            var statuses: [Int] = []
            var last: Door.Reply?
            for _ in 0..<12 {
                last = try await door.call("POST", "/api/v1/auth/login", ["email": "member@example.org", "password": "wrong"])
                statuses.append(last?.status ?? 0)
            }
            #expect(statuses.prefix(10).allSatisfy { $0 == 401 })
            #expect(statuses.last == 429)
            #expect(last?.header("Retry-After") != nil)
        }
    }

    @Test func `lines are followed without loss or repeat, hints or not`() async throws {
        try await Door.open { door in
            let member = try await door.token()
            for number in 1...3 { try await door.peers.say("history \(number)", on: door.nats, live: false) }
            let path = "/api/v1/apps/\(door.peers.app)/logs"
            let page = try await door.call("GET", path, token: member)
            #expect(page.json["items"]?.array?.count == 3)
            #expect(page.json["next_cursor"]?.string == "a3")
            let follower = try await Follower(door, path, token: member)
            try await follower.wait(for: 3)
            try await door.peers.say("live 4", on: door.nats)
            try await follower.wait(for: 4)
            try await door.peers.say("unsaid 5", on: door.nats, live: false)
            try await door.peers.say("live 6", on: door.nats)
            try await follower.wait(for: 6)
            try await door.peers.say("unsaid 7", on: door.nats, live: false)
            try await follower.wait(for: 7)
            #expect(follower.ids == ["1", "2", "3", "4", "5", "6", "7"])
            follower.leave()
            let later = try await Follower(door, path, token: member, lastID: "5")
            try await later.wait(for: 2)
            #expect(later.ids == ["6", "7"])
            later.leave()
            try await eventually("both streams are closed", within: .seconds(5)) { door.streams.count == 0 }
        }
    }

    @Test func `who resumes where lines have expired is told how many, and goes on`() async throws {
        try await Door.open { door in
            let member = try await door.token()
            for number in 1...9 { try await door.peers.say("line \(number)", on: door.nats, live: false) }
            door.peers.forget(upTo: 6)
            let path = "/api/v1/apps/\(door.peers.app)/logs"
            let page = try await door.call("GET", path + "?cursor=a2", token: member)
            #expect(page.json["missing"]?.int == 4)
            let follower = try await Follower(door, path, token: member, lastID: "2")
            try await follower.wait(for: 4)
            #expect(follower.names == ["reset", "log", "log", "log"])
            #expect(follower.ids == ["6", "7", "8", "9"])
            try await door.peers.say("live 10", on: door.nats)
            try await follower.wait(for: 5)
            #expect(follower.names.last == "log")
            follower.leave()
        }
    }

    @Test func `a search is followed live, in either case, without what does not match`() async throws {
        try await Door.open { door in
            let member = try await door.token()
            let follower = try await Follower(door, "/api/v1/apps/\(door.peers.app)/logs?q=timeout&source=instance", token: member)
            for text in ["fine", "upstream TIMEOUT", "fine", "timeout again"] { try await door.peers.say(text, on: door.nats) }
            try await follower.wait(for: 2)
            #expect(follower.ids == ["2", "4"])
            follower.leave()
        }
    }

    @Test func `events come to whoever watches, and a stop ends the stream at once`() async throws {
        let begun = try await withStoppedDoor()
        #expect(ContinuousClock.now - begun < .seconds(5))
    }

    private func withStoppedDoor() async throws -> ContinuousClock.Instant {
        let kept = Kept()
        try await Door.open { door in
            let member = try await door.token()
            let follower = try await Follower(door, "/api/v1/events?project=demo", token: member)
            try await Task.sleep(for: .milliseconds(200))
            let event = ClientEvent(kind: .deployment, project: door.peers.project, app: door.peers.app, deployment: DeploymentID(), status: "live", at: .now())
            try await add(event, door.pool)
            try door.nats.publish("live.v1.event.\(door.peers.project).1", [])
            try await follower.wait(for: 1)
            #expect(follower.ids == ["1"])
            let resumed = try await Follower(door, "/api/v1/events?project=demo", token: member, lastID: "0")
            try await resumed.wait(for: 1)
            let lost = try await Follower(door, "/api/v1/events?project=demo", token: member, lastID: "77")
            try await lost.wait(for: 1)
            #expect(lost.names == ["reset"])
            #expect(try await door.call("GET", "/api/v1/events?project=other", token: member).status == 404)
            kept.now()
        }
        return kept.begun
    }
}
