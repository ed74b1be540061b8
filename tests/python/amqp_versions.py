import celery
import kombu
import pika

for package in (pika, kombu, celery):
    print(package.__name__, package.__version__)
