"""The workflow Sample.Export: 6 stages, one task a stage.

Made by: palimpsest export sample.yaml
Change the workflow and export again rather than edit this file. docs/orchestration.md says how to
deploy it, to trigger it with parameters and to backfill.
"""

import json
import os
import re
from datetime import timedelta

from airflow.providers.google.cloud.operators.kubernetes_engine import GKEStartPodOperator
from kubernetes.client import models as k8s

try:
    from airflow.sdk import DAG, Param
    from airflow.sdk.exceptions import AirflowException, AirflowFailException, AirflowTaskTimeout
except ImportError:  # Airflow 2
    from airflow import DAG
    from airflow.exceptions import AirflowException, AirflowFailException, AirflowTaskTimeout
    from airflow.models.param import Param

PROJECT = os.environ.get("PALIMPSEST_PROJECT", os.environ.get("GCP_PROJECT", "palimpsest"))
REGION = os.environ.get("PALIMPSEST_REGION", "europe-west4")
CLUSTER = os.environ.get("PALIMPSEST_CLUSTER", "palimpsest")
REGISTRY = os.environ.get("PALIMPSEST_REGISTRY", f"{REGION}-docker.pkg.dev/{PROJECT}/palimpsest")
TAG = os.environ.get("PALIMPSEST_TAG", "0.1.0")
NAMESPACE = os.environ.get("PALIMPSEST_NAMESPACE", "palimpsest")
WORKSPACE = os.environ.get("PALIMPSEST_WORKSPACE", f"gs://{PROJECT}-palimpsest/workspace")
BEAM = os.environ.get("PALIMPSEST_DATAFLOW_OPTIONS", "").split() or [
    "--runner=DataflowRunner",
    f"--project={PROJECT}",
    f"--region={REGION}",
    f"--serviceAccount=palimpsest-runner@{PROJECT}.iam.gserviceaccount.com",
    f"--sdkContainerImage={REGISTRY}/palimpsest-dataflow:{TAG}",
]
PASSING_FAULT = 75  # the launcher's exit code for what may succeed later; nothing else is retried
# Parameters that name the files of a corpus, and the keys that they override.
CORPORA = {"corpus": "corpus.input"}
# Pods find it in a volume: it travels as an annotation, so that a pod tells what it runs.
WORKFLOW = """\
# A "sample": \"\"\"quoted\"\"\", with a back\\slash.
name: Sample.Export
seed: 7
stages:
  corpus: {type: corpus, input: "texts/*.txt"}
  import: {type: render, from: corpus}
  my.shuffle: {type: shuffle, from: import, shards: 2}
  my-shuffle: {type: shuffle, from: import, shards: 3}
  pretrain: {type: pretrain, from: my.shuffle, model: nano, steps: 8}
  evaluate: {type: evaluate, from: {checkpoint: pretrain, examples: my-shuffle}}
"""


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
    if beam:
        beam = [*beam, f"--tempLocation={params['workspace']}/temp"]
    return [dated(each, context) for each in [*command, "--", *beam]]


def failure(code, result):
    """What a stage's failure means for its task: another try, or the end."""
    message = (result or {}).get("error") or f"exit code {code}, see the log above"
    return AirflowException(message) if code == PASSING_FAULT else AirflowFailException(message)


class Stage(GKEStartPodOperator):
    """A stage in a pod; its task's id is the stage's name."""

    def __init__(self, *, submits, **kwargs):
        super().__init__(cmds=["palimpsest"], do_xcom_push=True, **POD, **kwargs)
        self.submits = submits

    def execute(self, context):
        # Set here rather than as templates, which Airflow would read as Jinja.
        beam = context["params"]["beam"] if self.submits else []
        self.arguments = arguments(
            self.task_id, context, "/etc/palimpsest/workflow.yaml", "/airflow/xcom/return.json", beam
        )
        self.annotations = {"palimpsest/workflow": WORKFLOW}
        try:
            return super().execute(context)
        except AirflowTaskTimeout as timeout:
            self.on_kill()
            raise AirflowFailException(f"not done after {self.execution_timeout}") from timeout

    def cleanup(self, pod, remote_pod, xcom_result=None, context=None):
        try:
            super().cleanup(pod, remote_pod, xcom_result, context)
        except AirflowException as failed:
            statuses = (remote_pod.status and remote_pod.status.container_statuses) or []
            ends = [each.state.terminated for each in statuses if each.name == "base" and each.state]
            code = ends[0].exit_code if ends and ends[0] else None
            raise failure(code, xcom_result) from failed


POD = {
    "project_id": PROJECT,
    "location": REGION,
    "cluster_name": CLUSTER,
    # The control plane has no address of its own.
    "use_dns_endpoint": True,
    "namespace": NAMESPACE,
    "startup_timeout_seconds": 30 * 60,  # a node may have to be made first
    "log_pod_spec_on_failure": False,
    "volumes": [
        k8s.V1Volume(
            name="workflow",
            downward_api=k8s.V1DownwardAPIVolumeSource(
                items=[
                    k8s.V1DownwardAPIVolumeFile(
                        path="workflow.yaml",
                        field_ref=k8s.V1ObjectFieldSelector(
                            field_path="metadata.annotations['palimpsest/workflow']"
                        ),
                    )
                ]
            ),
        )
    ],
    "volume_mounts": [k8s.V1VolumeMount(name="workflow", mount_path="/etc/palimpsest")],
}
PREFIX = f"{REGISTRY}/"
# Submits to Dataflow and waits.
DATA = {
    "submits": True,
    "image": f"{PREFIX}palimpsest-launcher:{TAG}",
    "service_account_name": "palimpsest-runner",
    "container_resources": k8s.V1ResourceRequirements(
        requests={"cpu": "1", "memory": "4Gi"},
        limits={"memory": "4Gi"},
    ),
    "execution_timeout": timedelta(hours=12),
}
# Works in the pod itself, on its GPU.
ACCELERATOR = {
    "submits": False,
    "image": f"{PREFIX}palimpsest-trainer-cuda:{TAG}",
    "service_account_name": "palimpsest-trainer",
    "container_resources": k8s.V1ResourceRequirements(
        requests={"cpu": "4", "memory": "16Gi"},
        limits={"memory": "16Gi", "nvidia.com/gpu": "1"},
    ),
    "tolerations": [k8s.V1Toleration(key="nvidia.com/gpu", operator="Exists", effect="NoSchedule")],
    "node_selector": {"cloud.google.com/gke-accelerator": "nvidia-l4"},
    "execution_timeout": timedelta(hours=72),
}

with DAG(
    dag_id="Sample.Export",
    doc_md=__doc__,
    tags=["palimpsest"],
    schedule=None,
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
            [],
            type="array",
            items={"type": "string", "pattern": r"^[^=\s]+=[^\r\n]*$"},
            description="overrides, each STAGE.KEY=VALUE",
        ),
        "beam": Param(
            BEAM,
            type="array",
            items={"type": "string", "pattern": "^--[^\r\n]+$"},
            description="Beam's options of data stages",
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
