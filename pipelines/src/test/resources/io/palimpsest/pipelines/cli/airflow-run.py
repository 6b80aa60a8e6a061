"""Prints what became of the last run of a DAG: its tasks' states, tries and results."""

import json
import sqlite3
import sys

database, dag = sys.argv[1:]
rows = sqlite3.connect(database)
run, state = rows.execute(
    "select run_id, state from dag_run where dag_id = ? order by id desc limit 1", [dag]
).fetchone()
tasks = {
    task: {"state": state, "tries": tries, "result": None}
    for task, state, tries in rows.execute(
        "select task_id, state, try_number from task_instance where dag_id = ? and run_id = ?", [dag, run]
    )
}
for task, value in rows.execute(
    "select task_id, value from xcom where dag_id = ? and run_id = ? and key = 'return_value'", [dag, run]
):
    result = json.loads(value)
    tasks[task]["result"] = json.loads(result) if isinstance(result, str) else result
print(json.dumps({"state": state, "tasks": tasks}))
