import Core
import Testing

@testable import BuildService

@Suite struct MountRulesTests {
    private static let project = ProjectID()
    private let rules = MountRules(project: project, isLink: { $0 == "out" || $0 == "a/link" })

    private func refusal(_ dockerfile: String) -> String? {
        do throws(BuildFailure) {
            _ = try rules.confined(dockerfile, at: "Dockerfile")
            return nil
        } catch {
            return error.message
        }
    }

    @Test func `a cache is its project's, and all else stays as it was written`() throws {
        let text = "# syntax=docker/dockerfile:1\r\nFROM x AS b\nRUN --mount=type=bind,source=package.json,target=package.json \\\n    --mount=type=cache,target=/root/.npm \\\n\tnpm ci && cd .. && echo \"--mount\" $HOME\nRUN --mount=id=k,type=cache,sharing=locked,dst=/c --mount=type=secret,id=KEY,required=true make\nCOPY --from=b /x /y\n"
        let confined = try rules.confined(text, at: "Dockerfile")
        #expect(confined == text
            .replacing("--mount=type=cache,target=/root/.npm", with: "--mount=type=cache,target=/root/.npm,id=\(Self.project)-_root_.npm")
            .replacing("--mount=id=k,type=cache,sharing=locked,dst=/c", with: "--mount=type=cache,sharing=locked,target=/c,id=\(Self.project)-k"))
    }

    @Test(arguments: [
        "RUN --mount=type=cache,id=../../..,target=/h ls", "run --mount=type=cache,target=../../../h ls", "RUN --mount=type=cache,id=$ID,target=/h ls",
        #"RUN --mount="type=cache,id=../..",target=/h ls"#, #"RUN --m"ount"=type=bind,source=/,target=/h ls"#, #"RUN --\mount=type=bind,source=/ ls"#,
        "RUN --mount=type=bind,from=b,source=/link,target=/h ls", "RUN --mount=source=a/link/x,target=/h ls", "RUN --mount=type=bind,src=./out ls",
        "RUN --mount=type=bind,rw,target=/h ls", "RUN --mount=type=cache,from=b,target=/h ls", "RUN --mount=type=devpts ls", "RUN --mount=type=cache ls",
        "RUN --mount=type=cache,id=a,id=b,target=/h ls", "ONBUILD RUN --mount=type=cache,id=../..,target=/h ls",
        "RUN --mo\\\nunt=type=cache,id=../..,target=/h ls", "RUN -\\  \n# a comment\n\n-mount=type=cache,id=../.. ls", "# escape=`\nRUN --mount=type=cache`\n,id=../..,target=/h ls",
        "RUN echo \\\n  # kept by some\nRUN --mount=type=cache,id=../..,target=/h ls", "RUN \u{2003}--mount=type=cache,id=../..,target=/h ls",
        "ARG M=mount\nRUN --${M}=type=cache,id=../..,target=/h ls", "RUN --$M=type=cache,id=x,target=/h ls", "RUN --m${E}ount=type=cache,target=/h ls",
        "RUN --mo\\\n  # dropped by some\nunt=type=cache,target=/h ls", "RUN --mount=type=cache,target=/h\u{2003},id=x ls", "RUN --mount=type=bind,source=f,src=out ls",
        "RUN --mount=type=cache,target=/a,dst=/b ls", "RUN --mount=type=bind,readonly=false,source=f ls", "RUN --network=host ls", "RUN --mount=type=cache,target=/h\\\nls",
        "FROM containers-\\\nstorage:r.test/p/a:1", "FROM containers-\\\n # c\nstorage:r.test/p/a:1", "\u{FEFF}RUN --mount=type=cache,id=../.. ls", "x\0y",
        "FROM containers-storage:r.test/p/a:1", "COPY --from=Containers-Storage:x /a /b",
    ])
    func `what leads out of the build, or may be read in two ways, is refused`(dockerfile: String) {
        #expect(refusal("FROM x\n" + dockerfile)?.contains("can't be built here") == true)
    }

    @Test func `a Dockerfile that a preprocessor would see first is refused, and one that is too long`() {
        #expect(throws: BuildFailure.self) { try rules.confined("FROM x\n", at: "Dockerfile.in") }
        #expect(throws: BuildFailure.self) { try rules.confined(String(repeating: "R\\\n", count: 2_001), at: "Dockerfile") }
        #expect(throws: BuildFailure.self) { try rules.confined("RUN " + String(repeating: "x", count: 101 << 10), at: "Dockerfile") }
    }

    @Test(arguments: ["RUN npm ci --omit=dev\\\n  && true", "RUN npm ci --omit=dev \\\n&& true", "RUN ls --mountain=..", "RUN docker run --mount type=bind,src=.. x", "RUN docker run --mount=type=bind,src=.. x", "# RUN --mount=type=bind,from=x,src=$X ls",
        "RUN\\\n  --mount=type=cache,target=/h \\\n  --mount=type=tmpfs,target=/t ls", "RUN echo a-\\\nb"])
    func `what only looks like it is not`(dockerfile: String) { #expect(refusal("FROM x\n" + dockerfile) == nil) }
}
