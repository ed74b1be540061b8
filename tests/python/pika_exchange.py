"""What a channel of pika publishes, others of it receive, reject, answer and get back.

Usage: pika_exchange.py URL NAME
"""

import sys

import pika
from pika.exceptions import UnroutableError

url, name = sys.argv[1:]
dead, dlx = name + "-dead", name + "-dlx"

connection = pika.BlockingConnection(pika.URLParameters(url))


def declare():
    channel = connection.channel()
    channel.exchange_declare(dlx, "fanout", durable=True)
    channel.queue_declare(dead, durable=True)
    channel.queue_bind(dead, dlx)
    declared = channel.queue_declare(name, durable=True, arguments={"x-dead-letter-exchange": dlx})
    print("declared", declared.method.message_count, declared.method.consumer_count)
    channel.close()


def publish():
    channel = connection.channel()
    channel.confirm_delivery()
    for i in range(4):
        properties = pika.BasicProperties(delivery_mode=2, message_id=str(i), headers={"number": i, "even": i % 2 == 0})
        channel.basic_publish("", name, b"body %d" % i, properties, mandatory=True)
    print("confirmed")
    try:
        channel.basic_publish("", name + "-nowhere", b"back", mandatory=True)
    except UnroutableError as error:
        print("returned", error.messages[0].method.reply_code, error.messages[0].body.decode())
    channel.close()


def consume():
    channel = connection.channel()
    channel.basic_qos(prefetch_count=2)
    for method, properties, body in channel.consume(name, inactivity_timeout=30):
        number = properties.headers["number"]
        print(method.delivery_tag, method.redelivered, body.decode(), properties.message_id, properties.headers)
        if number == 1:
            channel.basic_reject(method.delivery_tag, requeue=False)
        else:
            channel.basic_ack(method.delivery_tag)
        if number == 3:
            break
    print("left", channel.cancel())
    channel.close()


def bury():
    channel = connection.channel()
    for method, properties, body in channel.consume(dead, inactivity_timeout=30):
        death = properties.headers["x-death"][0]
        print("dead", body.decode(), death["reason"], death["queue"] == name, death["count"])
        channel.basic_ack(method.delivery_tag)
        break
    channel.cancel()
    print("got", channel.basic_get(dead)[0])
    channel.close()


def ask():
    channel = connection.channel()
    question = channel.queue_declare("", exclusive=True).method.queue

    def answer(answering, method, properties, body):
        told = pika.BasicProperties(correlation_id=properties.correlation_id)
        answering.basic_publish("", properties.reply_to, b"answer to " + body, told)

    def told(_, method, properties, body):
        print("answered", properties.correlation_id, body.decode())
        channel.stop_consuming()

    channel.basic_consume(question, answer, auto_ack=True)
    channel.basic_consume("amq.rabbitmq.reply-to", told, auto_ack=True)
    asked = pika.BasicProperties(reply_to="amq.rabbitmq.reply-to", correlation_id="7")
    channel.basic_publish("", question, b"question", asked)
    channel.start_consuming()
    channel.close()


def delete():
    channel = connection.channel()
    channel.queue_delete(name)
    channel.queue_delete(dead)
    channel.exchange_delete(dlx)
    connection.close()
    print("closed")


declare()
publish()
consume()
bury()
ask()
delete()
