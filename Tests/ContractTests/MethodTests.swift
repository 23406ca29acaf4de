import Messages
import Testing
import Wire

struct MethodTests {
    static let tables = [
        UserRPC.all, UserInternalRPC.all, ProjectRPC.all, ProjectInternalRPC.all, AppRPC.all, AppInternalRPC.all, BuildRPC.all,
        BuildInternalRPC.all, DeployRPC.all, DeployInternalRPC.all, LogRPC.all, LogInternalRPC.all,
    ]

    @Test func `a method's subject is its service and its name in lower case`() {
        #expect(BuildRPC.getBuild.subject == "rpc.v1.build.get_build")
        #expect(UserInternalRPC.logIn.subject == "rpc.v1.user.internal.log_in")
        #expect(UserInternalRPC.logIn.isInternal)
        #expect(!BuildRPC.getBuild.isInternal)
        #expect(BuildRPC.getBuild.service == "build")
    }

    @Test func `no two methods share a subject`() {
        let all = Self.tables.flatMap { $0 }
        #expect(Set(all).count == all.count)
    }

    @Test func `every owner answers for its changes and its storage`() {
        let all = Set(Self.tables.flatMap { $0 })
        for service in ["user", "project", "app", "build", "deploy", "log"] {
            #expect(all.contains("rpc.v1.\(service).internal.changes"))
            #expect(all.contains("rpc.v1.\(service).internal.storage"))
        }
    }
}
