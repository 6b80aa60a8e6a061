"""Prints what pods an exported DAG asks for, and what their exit codes mean. No cluster is asked: all
that is taken away from Airflow's operator is its talk with one."""

import importlib.util
import json
import sys
from types import SimpleNamespace

from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
from airflow.sdk.exceptions import AirflowException
from kubernetes.client import ApiClient
from kubernetes.client import models as k8s

spec = importlib.util.spec_from_file_location("exported", sys.argv[1])
exported = importlib.util.module_from_spec(spec)
spec.loader.exec_module(exported)

KubernetesPodOperator.execute = lambda self, context: None
KubernetesPodOperator.is_istio_enabled = lambda self, pod: False
KubernetesPodOperator.patch_already_checked = lambda self, pod, **kwargs: None
KubernetesPodOperator.process_pod_deletion = lambda self, pod, **kwargs: None
exported.Stage.hook = SimpleNamespace(
    is_in_cluster=False,
    get_xcom_sidecar_container_image=lambda: None,
    get_xcom_sidecar_container_resources=lambda: None,
    get_xcom_sidecar_container_security_context=lambda: None,
)

params = {**exported.dag.params.dump(), **json.loads(sys.argv[2])}


def pod(task):
    exported.Stage.execute.__wrapped__(task, {"params": params, "ds": "2026-01-31"})
    return ApiClient().sanitize_for_serialization(task.build_pod_request_obj())


def meaning(task, code):
    ended = k8s.V1ContainerState(terminated=k8s.V1ContainerStateTerminated(exit_code=code))
    status = k8s.V1ContainerStatus(
        name="base", image="", image_id="", ready=False, restart_count=0, state=ended
    )
    ran = k8s.V1Pod(
        metadata=k8s.V1ObjectMeta(name="pod"),
        status=k8s.V1PodStatus(phase="Failed", container_statuses=[status]),
    )
    pushed = {}
    ti = SimpleNamespace(xcom_push=pushed.__setitem__)
    try:
        task.cleanup(ran, ran, {"error": "our message"}, {"ti": ti})
    except AirflowException as failure:
        return {"raised": type(failure).__name__, "message": str(failure), **pushed}


tasks = {task.task_id: pod(task) for task in exported.dag.tasks}
ends = {code: meaning(exported.dag.tasks[0], code) for code in (1, 2, 75, 137)}
print(json.dumps({"pods": tasks, "ends": ends}))
