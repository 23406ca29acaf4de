/// How the reference page looks: light or dark as the reader's machine is, narrow on a telephone.
enum ReferenceStyle {
    static let css = """
        :root { --text: #1c2024; --quiet: #60646c; --line: #e3e4e8; --page: #fff; --side: #f7f7f9; --code: #f4f4f6; --link: #0b62b8;
          --get: #1a7f37; --post: #0b62b8; --put: #8a5a00; --patch: #7a3ea8; --delete: #b42318; }
        @media (prefers-color-scheme: dark) {
          :root { --text: #e6e7ea; --quiet: #9ba1a9; --line: #2c2f36; --page: #15171a; --side: #1b1e22; --code: #20242a; --link: #79b8ff;
            --get: #57c278; --post: #79b8ff; --put: #e0b25c; --patch: #c9a0ee; --delete: #ff8a80; }
        }
        * { box-sizing: border-box; }
        html { scroll-padding-top: 1rem; }
        body { margin: 0; display: flex; font: 16px/1.55 system-ui, sans-serif; color: var(--text); background: var(--page); }
        nav { flex: 0 0 22rem; position: sticky; top: 0; height: 100vh; overflow-y: auto; padding: 1.2rem 1rem 3rem; background: var(--side);
          border-right: 1px solid var(--line); font-size: 0.84rem; }
        nav .brand { font-size: 1.1rem; font-weight: 650; margin: 0 0 1rem; }
        nav summary, nav .group { font-weight: 600; padding: 0.25rem 0; cursor: pointer; margin: 0; }
        nav ul { list-style: none; margin: 0 0 0.6rem; padding: 0; }
        nav li a { display: block; padding: 0.1rem 0; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; color: inherit; }
        nav a { text-decoration: none; color: inherit; }
        nav li a:hover, h3 a:hover { text-decoration: underline; }
        main { flex: 1; min-width: 0; max-width: 60rem; padding: 2rem 3rem 6rem; }
        h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 1rem; }
        h2 { font-size: 1.45rem; margin: 3.5rem 0 0.2rem; padding-top: 1rem; border-top: 1px solid var(--line); }
        h3 { font-size: 1.02rem; margin: 0 0 0.5rem; overflow-wrap: anywhere; }
        h3 a { color: inherit; text-decoration: none; }
        h4 { font-size: 0.8rem; font-weight: 650; color: var(--quiet); margin: 1.2rem 0 0.3rem; }
        a { color: var(--link); }
        article { padding: 1.6rem 0 0.4rem; }
        article + article { border-top: 1px solid var(--line); margin-top: 1.4rem; }
        p { margin: 0.5rem 0; }
        .summary { font-size: 1.02rem; }
        .quiet, .note, .kind { color: var(--quiet); }
        .quiet, .note, .kind, td, th { font-size: 0.88rem; }
        .kind { margin-right: 0.6em; }
        .note { font-weight: 400; white-space: nowrap; }
        code, pre, .m { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; }
        code { font-size: 0.87em; background: var(--code); border-radius: 4px; padding: 0.08em 0.3em; overflow-wrap: anywhere; }
        h3 code { background: none; padding: 0; font-size: 0.95em; }
        pre { background: var(--code); border-radius: 8px; padding: 0.8rem 1rem; overflow-x: auto; line-height: 1.45; margin: 0.8rem 0; }
        pre code { background: none; padding: 0; font-size: 0.82rem; overflow-wrap: normal; }
        table { width: 100%; border-collapse: collapse; table-layout: fixed; }
        th { width: 34%; }
        th, td { text-align: left; vertical-align: top; font-weight: 400; padding: 0.4rem 0.8rem 0.4rem 0; border-bottom: 1px solid var(--line);
          overflow-wrap: anywhere; }
        tr:last-child th, tr:last-child td { border-bottom: 0; }
        .m { display: inline-block; font-size: 0.68rem; font-weight: 700; min-width: 4.4em; color: var(--quiet); }
        h3 .m { font-size: 0.8rem; min-width: 0; margin-right: 0.4em; }
        .m.get { color: var(--get); } .m.post { color: var(--post); } .m.put { color: var(--put); } .m.patch { color: var(--patch); }
        .m.delete { color: var(--delete); }
        .status { font-weight: 650; color: var(--text); font-variant-numeric: tabular-nums; }
        .refusals { list-style: none; padding: 0; margin: 0; font-size: 0.88rem; color: var(--quiet); }
        .refusals li { display: flex; gap: 0.9em; padding: 0.12rem 0; }
        details > summary { cursor: pointer; }
        main details > summary { font-size: 0.88rem; color: var(--quiet); }
        article:target > h3 { background: color-mix(in srgb, var(--link) 14%, transparent); border-radius: 6px; }
        @media (max-width: 56rem) {
          body { display: block; }
          nav { position: static; height: auto; max-height: 40vh; border-right: 0; border-bottom: 1px solid var(--line); }
          main { padding: 1.5rem 1.1rem 4rem; }
          th { width: 42%; }
        }
        """
}
