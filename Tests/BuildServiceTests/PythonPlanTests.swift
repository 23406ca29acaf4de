import Core
import Testing

@testable import BuildService

@Suite struct PythonPlanTests {
    @Test func `requirements are a layer before the source`() throws {
        let plan = try Sources.plan(["requirements.txt": "-r requirements/base.txt\nflask==3.0\n", "requirements/base.txt": "gunicorn\n", "app.py": "from flask import Flask\napp = Flask(__name__)\n"])
        #expect(plan.startCommand == "gunicorn --bind 0.0.0.0:$PORT app:app" && plan.isGuess("start"))
        let lines = try Sources.lines(plan)
        #expect(lines.first == "FROM python:3.12")
        let requirements = try #require(lines.firstIndex(of: #"COPY ["requirements.txt", "./"]"#))
        let more = try #require(lines.firstIndex(of: #"COPY ["requirements/base.txt", "requirements/"]"#))
        let install = try #require(lines.firstIndex(of: #"RUN ["/bin/sh", "-c", "umask 0002\npip install -r requirements.txt"]"#))
        let source = try #require(lines.firstIndex(of: #"COPY [".", "./"]"#))
        #expect(max(requirements, more) < install && install < source)
    }

    @Test(arguments: [
        ("flask", "app.py", "app = Flask(__name__)", "flask --app app run --host 0.0.0.0 --port $PORT"),
        ("flask", "app.py", "app = Flask(__name__)\nif __name__ == '__main__':\n    app.run()", "python app.py"),
        ("Flask\nGunicorn>=20", "web/__init__.py", "application = Flask('web')", "gunicorn --bind 0.0.0.0:$PORT web:application"),
        ("fastapi\nuvicorn[standard]", "main.py", "api = FastAPI()", "uvicorn --host 0.0.0.0 --port $PORT main:api"),
        ("fastapi[standard]", "app/main.py", "app: FastAPI = FastAPI(title='x')", "uvicorn --host 0.0.0.0 --port $PORT app.main:app"),
        ("starlette\nuvicorn", "asgi.py", "app = Starlette(routes=[])", "uvicorn --host 0.0.0.0 --port $PORT asgi:app"),
        ("fastapi", "main.py", "app = FastAPI()", "python main.py"),
    ])
    func `the framework's object and the server among the dependencies start it`(needs: String, path: String, text: String, command: String) throws {
        let plan = try Sources.plan(["requirements.txt": needs, path: text])
        #expect(plan.startCommand == command && plan.isGuess("start"))
        #expect(plan.because("start")?.hasPrefix(path) == true)
    }

    @Test func `Django is started by its project`() throws {
        let files = ["manage.py": "", "shop/wsgi.py": "", "shop/asgi.py": "", "shop/settings.py": ""]
        func command(_ needs: String) throws -> String { try Sources.plan(files.merging(["requirements.txt": needs]) { $1 }).startCommand }
        #expect(try command("django\ngunicorn") == "gunicorn --bind 0.0.0.0:$PORT shop.wsgi")
        #expect(try command("django\nuvicorn") == "uvicorn --host 0.0.0.0 --port $PORT shop.asgi:application")
        #expect(try command("django") == "python manage.py runserver --noreload 0.0.0.0:$PORT")
        #expect(try Sources.plan(["manage.py": "", "a b/wsgi.py": "", "requirements.txt": "gunicorn"]).startCommand.hasPrefix("python manage.py"))
    }

    @Test func `each tool installs by its own files`() throws {
        let uv = try Sources.plan(["pyproject.toml": "[project]\nrequires-python = \">=3.13\"\n", "uv.lock": "", "main.py": ""])
        #expect(uv.recipe?.dependencies == ["uv.lock", "pyproject.toml"] && uv.recipe?.install.first == "pip install uv" && uv.recipe?.version == "3.13")
        let poetry = try Sources.plan(["pyproject.toml": "[tool.poetry.dependencies]\npython = \"^3.11\"\nflask = { version = \"3\" }\n", "poetry.lock": "", "main.py": ""])
        #expect(poetry.recipe?.install.last?.contains("poetry install --only main --no-root") == true && poetry.recipe?.version == "3.12")
        let declared = try Sources.plan(["pyproject.toml": "[project]\ndependencies = [\n  \"flask>=3\", # web\n  'it''s',\n]\n".replacing("'it''s'", with: "\"it's; rm -rf /\""), "main.py": ""])
        #expect(declared.recipe?.install == [#"pip install 'flask>=3' 'it'\''s; rm -rf /'"#])
        #expect(try Sources.plan(["Pipfile": "[packages]\nflask = \"*\"\n", "Pipfile.lock": "{}", "main.py": ""]).recipe?.install.last == "pipenv install --system --deploy")
        let local = try Sources.plan(["requirements.txt": "-e .\n", "setup.py": "", "main.py": ""])
        #expect(local.recipe?.dependencies == [] && local.notes.count == 1)
        #expect(try Sources.plan(["requirements.txt": "# nothing\n", "main.py": ""]).recipe?.install == [])
    }

    @Test(arguments: [(".python-version", "3.11.9\n", "3.11.9"), ("runtime.txt", "python-3.10", "3.10"), (".tool-versions", "nodejs 20\npython 3.9.1", "3.9.1")])
    func `version files choose the image`(path: String, text: String, version: String) throws {
        #expect(try Sources.lines(Sources.plan(["main.py": "", path: text])).first == "FROM python:\(version)")
    }

    @Test func `a project's own range chooses the image`() throws {
        func base(_ range: String) throws -> String? { try Sources.lines(Sources.plan(["main.py": "", "pyproject.toml": "[project]\nrequires-python = \"\(range)\"\n"])).first }
        #expect(try base(">=3.9") == "FROM python:3.12")
        #expect(try base(">=3.9,<3.12") == "FROM python:3.11")
        #expect(try base("~=3.10.2") == "FROM python:3.10")
        #expect(try base("==3.11.*") == "FROM python:3.11")
        #expect(try base(">=3.13,<4") == "FROM python:3.13")
    }

    @Test func `broken files are named`() {
        #expect(Sources.refusal(["pyproject.toml": "[project\n", "main.py": ""]) == "`pyproject.toml` is not TOML: a table's name has no end in line 1.")
        #expect(Sources.refusal(["pyproject.toml": "[project]\nname = \"x\nversion = 1\n", "main.py": ""]) == "`pyproject.toml` is not TOML: a string has no end in line 2.")
        #expect(Sources.refusal(["requirements.txt": "flask"]).contains("shows a Python app, but nothing says what runs it"))
        #expect(Sources.refusal(["pyproject.toml": "a = " + String(repeating: "[", count: 500), "main.py": ""]).contains("nested too deeply"))
        let many = (0..<9_000).map { "k\($0) = 1" }.joined(separator: "\n")
        #expect(Sources.refusal(["pyproject.toml": many, "main.py": ""]).contains("more than 4000 keys"))
    }
}
