"""What a producer of kombu publishes to its exchanges, its consumers receive, put back and refuse.

Usage: kombu_exchange.py URL NAME
"""

import socket
import sys

from kombu import Connection, Consumer, Exchange, Producer, Queue

url, name = sys.argv[1] + "//", sys.argv[2]

letters = Exchange(name + "-dlx", "fanout")
dead = Queue(name + "-dead", letters)
exchange = Exchange(name, "topic")
queue = Queue(name, exchange, routing_key="orders.#", queue_arguments={"x-dead-letter-exchange": letters.name})


def publish(connection):
    producer = Producer(connection.channel(), exchange)
    for number in range(3):
        producer.publish(
            {"number": number},
            routing_key="orders.new",
            serializer="json",
            headers={"number": number},
            declare=[dead, queue],
        )
    producer.publish({"number": 9}, routing_key="elsewhere")
    print("published")


def drain(connection):
    try:
        connection.drain_events(timeout=30)
    except socket.timeout:
        sys.exit("nothing came")


def receive(connection):
    seen = []

    def on_message(body, message):
        seen.append(body["number"])
        print(body, message.headers["number"], message.content_type, message.delivery_info["redelivered"])
        if body["number"] == 1:
            message.reject() if seen.count(1) == 2 else message.requeue()
        else:
            message.ack()

    channel = connection.channel()
    channel.basic_qos(0, 1, False)
    with Consumer(channel, [queue], callbacks=[on_message], accept=["json"]):
        while len(seen) < 4:
            drain(connection)


def bury(connection):
    buried = []

    def on_message(body, message):
        buried.append(body)
        print("dead", body, message.headers["x-death"][0]["reason"])
        message.ack()

    with Consumer(connection.channel(), [dead], callbacks=[on_message], accept=["json"]):
        while not buried:
            drain(connection)


def delete(connection):
    channel = connection.channel()
    for each in (queue, dead):
        each(channel).delete()
    for each in (exchange, letters):
        each(channel).delete()
    print("deleted")


with Connection(url, transport_options={"confirm_publish": True}) as opened:
    publish(opened)
    receive(opened)
    bury(opened)
    simple = opened.SimpleQueue(name + "-simple")
    simple.put("simply")
    print(simple.get(timeout=30).payload)
    simple.close()
    simple.queue.delete()
    delete(opened)
