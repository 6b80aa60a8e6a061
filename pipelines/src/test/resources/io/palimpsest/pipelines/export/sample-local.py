"""The workflow Sample.Export: 6 stages, one task a stage.

Made by: palimpsest export sample.yaml
Change the workflow and export again rather than edit this file. docs/orchestration.md says how to
deploy it, to trigger it with parameters and to backfill.
"""

import json
import re
from datetime import datetime, timedelta, timezone
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir

from airflow.providers.standard.hooks.subprocess import SubprocessHook

try:
    from airflow.sdk import DAG, BaseOperator, Param
    from airflow.sdk.exceptions import AirflowException, AirflowFailException, AirflowTaskTimeout
except ImportError:  # Airflow 2
    from airflow import DAG
    from airflow.exceptions import AirflowException, AirflowFailException, AirflowTaskTimeout
    from airflow.models.baseoperator import BaseOperator
    from airflow.models.param import Param

LAUNCHER = "/opt/palimpsest/palimpsest"
WORKFLOW = "/projects/sample.yaml"
FOLDER = "/projects"  # where relative paths start from
WORKSPACE = "/projects/workspace"
BEAM = []
PASSING_FAULT = 75  # the launcher's exit code for what may succeed later; nothing else is retried
# Parameters that name the files of a corpus, and the keys that they override.
CORPORA = {"corpus": "corpus.input"}


def dated(text, context):
    """Fills in the run's date where a parameter has {{ ds }} or {{ ds_nodash }}."""

    def date(match):
        if not context.get(match[1]):
            raise AirflowFailException(f"{text!r} needs a date: trigger with a logical date")
        return context[match[1]]

    return re.sub(r"{{ *(ds|ds_nodash) *}}", date, text)


def arguments(stage, context, workflow, result, beam):
    """What follows the launcher's name: a list, so that no shell ever reads a parameter."""
    params = context["params"]
    sets = [f"{key}={json.dumps(params[name])}" for name, key in CORPORA.items()] + params["set"]
    command = ["run", workflow, f"--workspace={params['workspace']}"]
    command += [f"--stage={stage}", f"--result={result}", *(f"--set={each}" for each in sets)]
    return [dated(each, context) for each in [*command, "--", *beam]]


def failure(code, result):
    """What a stage's failure means for its task: another try, or the end."""
    message = (result or {}).get("error") or f"exit code {code}, see the log above"
    return AirflowException(message) if code == PASSING_FAULT else AirflowFailException(message)


class Stage(BaseOperator):
    """A stage in a process of this machine; its task's id is the stage's name."""

    hook = None

    def execute(self, context):
        lock = f"{gettempdir()}/palimpsest-{self.dag_id}-{self.task_id}.lock"
        with TemporaryDirectory() as folder:
            file = Path(folder, "result.json")
            command = arguments(self.task_id, context, WORKFLOW, file, context["params"]["beam"])
            # A process that outlived its task has the lock: its stage is not started twice.
            alone = ["flock", "--nonblock", f"--conflict-exit-code={PASSING_FAULT}", lock]
            self.hook = SubprocessHook()
            try:
                code = self.hook.run_command([*alone, LAUNCHER, *command], cwd=FOLDER).exit_code
            except AirflowTaskTimeout as timeout:
                self.on_kill()
                raise AirflowFailException(f"not done after {self.execution_timeout}") from timeout
            result = json.loads(file.read_text()) if file.exists() else None
        if code != 0:
            context["ti"].xcom_push("return_value", result)
            raise failure(code, result)
        return result

    def on_kill(self):
        if self.hook:
            self.hook.send_sigterm()


DATA = {"execution_timeout": timedelta(hours=12)}
ACCELERATOR = {"execution_timeout": timedelta(hours=72)}

with DAG(
    dag_id="Sample.Export",
    doc_md=__doc__,
    tags=["palimpsest"],
    schedule="@daily",
    start_date=datetime(2026, 1, 31, tzinfo=timezone.utc),
    catchup=False,
    max_active_runs=1,
    params={
        "corpus": Param(
            "texts/*.txt",
            type="string",
            minLength=1,
            description="files of a corpus; {{ ds }} is the run's date",
        ),
        "workspace": Param(WORKSPACE, type="string", minLength=1, description="where artifacts lie"),
        "set": Param(
            ["import.max-patches=64"],
            type="array",
            items={"type": "string", "pattern": r"^[^=\s]+=[^\r\n]*$"},
            description="overrides, each STAGE.KEY=VALUE",
        ),
        "beam": Param(
            BEAM,
            type="array",
            items={"type": "string", "pattern": "^--[^\r\n]+$"},
            description="Beam's options of stages",
        ),
    },
    default_args={
        "retries": 4,  # for passing faults alone
        "retry_delay": timedelta(seconds=60),
        "retry_exponential_backoff": 2,
        "max_retry_delay": timedelta(seconds=1800),
        "max_active_tis_per_dag": 1,
    },
) as dag:
    corpus = Stage(task_id="corpus", **DATA)
    import_2 = Stage(task_id="import", **DATA)
    my_shuffle = Stage(task_id="my.shuffle", **DATA)
    my_shuffle_2 = Stage(task_id="my-shuffle", **DATA)
    pretrain = Stage(task_id="pretrain", **ACCELERATOR)
    evaluate = Stage(task_id="evaluate", **ACCELERATOR)

    corpus >> import_2
    import_2 >> my_shuffle
    import_2 >> my_shuffle_2
    my_shuffle >> pretrain
    [pretrain, my_shuffle_2] >> evaluate
