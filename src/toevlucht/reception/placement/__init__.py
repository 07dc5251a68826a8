"""Arrays in, arrays out: a place for each family, from hard rules and from what people said.

>>> from toevlucht.reception.placement.generated import Size, generate
>>> from toevlucht.reception.placement.placing import place
>>> found = place(generate(Size(people=300)))
>>> found.proved
True
"""
