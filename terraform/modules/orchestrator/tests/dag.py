"""Something to upload; `./palimpsest export airflow` writes real ones."""
