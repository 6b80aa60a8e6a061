"""Prints the tasks and edges of DAG files as Airflow loads them, and why it does not."""

import json
import sys

from airflow.dag_processing.dagbag import DagBag

dags, errors = {}, {}
for file in sys.argv[1:]:
    bag = DagBag(dag_folder=file)
    errors.update(bag.import_errors)
    for dag in bag.dags.values():
        dags[file] = {task.task_id: sorted(task.upstream_task_ids) for task in dag.tasks}
print(json.dumps({"dags": dags, "errors": errors}))
