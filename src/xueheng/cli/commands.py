"""The commands by name: what each does, in a sentence for the list of commands, and where its options are."""

from dataclasses import dataclass

from xueheng.wording import Text


@dataclass(frozen=True, slots=True)
class Command:
    """A command, or a group of them. `options`: `module:function` of this room that adds it to a command line."""

    name: str
    options: str
    about: Text


COMMANDS = (
    Command(
        "check",
        "check_options:add_check",
        Text(
            "检查业务包：逐处列出问题，在两个引擎上运行算例。有错误时退出码为 1。",
            "Check packs: list every issue, run the worked examples on both engines. Exit code 1 where there are "
            "errors.",
        ),
    ),
    Command(
        "schema",
        "schema_options:add_schema",
        Text(
            "业务包各种文件的 JSON Schema，供编辑器补全和划线。",
            "JSON Schemas of a pack's files, so that editors complete and underline.",
        ),
    ),
    Command(
        "evaluate",
        "evaluate_options:add_evaluate",
        Text(
            "按标准评价：读文件，写结果，说明每一行的去向。",
            "Evaluate by a standard: read files, write results, and account for every row.",
        ),
    ),
    Command(
        "explain",
        "evaluate_options:add_explain",
        Text(
            "说明一个对象的得分：每一步的数、评分依据和所依据的记录。",
            "Explain one subject's result: every number, scale and record on the way.",
        ),
    ),
    Command(
        "compare",
        "compare_options:add_compare",
        Text(
            "对比两次结果：谁的等级变了，是哪项记录、哪条规则、哪个权重造成的；也用来在去年的记录上回测新标准的草案。",
            "Compare two results: who moved level, and which record, rule or weight made it. "
            "Also the backtest of a draft on last year's records.",
        ),
    ),
    Command(
        "demo",
        "demo_options:add_demo",
        Text(
            "造出示例工作簿，读入，评价，写出结果；示例里的人全是编造的。",
            "Make example workbooks, read them, evaluate, write results. Everybody in them is made up.",
        ),
    ),
    Command(
        "bench",
        "bench_options:add_bench",
        Text(
            "测速：在这台机器上量一遍，与只读数据的下限和别的工具比；重算得分时把记录移走，证明没有读它。",
            "Measure speed on this machine, beside the floor of reading the data and beside other tools. "
            "While results are re-scored the evidence is taken away, which proves that it is not read.",
        ),
    ),
    Command(
        "serve",
        "serve:add_serve",
        Text(
            "启动服务：建好或更新数据库，在浏览器里打开所说的地址；按 Ctrl-C 停止。",
            "Start the server: makes or updates its database; open the address it tells in a browser. Ctrl-C stops it.",
        ),
    ),
    Command(
        "setup",
        "setup:add_setup",
        Text(
            "设立一个新单位：建库，任命三员和第一位数据统计岗，说出他们的首次密码。只做一次。",
            "Set up a new authority: database, three administrators, first data officer, their first passwords. Once.",
        ),
    ),
    Command(
        "run",
        "run:add_run",
        Text(
            "按一个标准评价服务器上的记录：作快照，算出结果，写进数据文件夹的 runs。",
            "Evaluate the server's record by a standard: a snapshot, results, kept in the data folder's runs.",
        ),
    ),
    Command(
        "import",
        "import_workbook:add_import",
        Text(
            "导入一份记录表格，供夜间定时作业用：核对与网页上传完全相同，带批注的表写在原表旁边。"
            "有退回的行时退出码为 1。",
            "Import a workbook of records, for nightly jobs: checked as an upload is, the marked workbook written "
            "beside it. Exit code 1 where rows were sent back.",
        ),
    ),
    Command(
        "measure",
        "measure:add_measure",
        Text(
            "算一个单位的一个统计项，连同它出自的评价批次。",
            "One measure of one unit, with the run that it comes from.",
        ),
    ),
    Command(
        "explain-record",
        "explain_record:add_explain_record",
        Text(
            "说明服务器上一个对象的得分：按一个评价批次当时的快照和业务包，或按此刻的记录。",
            "Explain a subject's result on the server: by a run's own snapshot and packs, or by the record of now.",
        ),
    ),
    Command(
        "backup",
        "backup:add_backup",
        Text(
            "备份：服务器照常用着，把数据和文件复制成一份，写好校验值；密钥用 --keys 另存一处。",
            "Back up data and files while the server runs, with digests; the keys go elsewhere by --keys.",
        ),
    ),
    Command(
        "restore",
        "restore:add_restore",
        Text(
            "恢复一份备份到空的文件夹：先核对每个文件，再复制，重做以后的清除，核对日志。日志有问题时退出码为 1。",
            "Restore a backup into an empty folder: every file checked first, erasures done again, the journal "
            "checked. Exit code 1 where the journal is not whole.",
        ),
    ),
    Command(
        "doctor",
        "doctor:add_doctor",
        Text(
            "检查服务器：哪里不对，怎么办；什么也不改。有问题时退出码为 1，只有提醒时为 0。",
            "Look at the server: what is wrong and what to do; nothing is changed. Exit code 1 where something is "
            "wrong.",
        ),
    ),
    Command(
        "overlay",
        "overlay_options:add_overlay",
        Text(
            "校本层：新写一个，看它是否有效，采用新的基准。",
            "Layers of a school: begin one, see whether it holds, adopt a newer base.",
        ),
    ),
    Command(
        "journal",
        "journal:add_journal",
        Text(
            "日志：核对有没有被改动、删除、调换或退回过；作签名的检查点，另存一份。",
            "The journal: check that nothing was changed, deleted, reordered or rolled back; sign checkpoints.",
        ),
    ),
    Command(
        "oneroster",
        "oneroster:add_oneroster",
        Text(
            "名册与别的程序交换（OneRoster 1.2 CSV）。",
            "Rosters exchanged with other programs (OneRoster 1.2 CSV).",
        ),
    ),
    Command(
        "case",
        "case_frameworks:add_case",
        Text(
            "评价标准与别的程序交换（CASE 1.0）：导出，或由文件做成业务包的初稿。",
            "Standards exchanged with other programs (CASE 1.0): out, or in as the first text of a pack.",
        ),
    ),
)
