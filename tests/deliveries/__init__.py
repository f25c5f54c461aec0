"""Small deliveries of made-up people, written as a profile's layouts tell, for tests of reading."""
