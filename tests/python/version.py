import kafka

print("kafka-python", kafka.__version__)
