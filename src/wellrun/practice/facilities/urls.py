"""Addresses of facilities."""

from django.urls import path

from wellrun.practice.facilities.screens import equipment, faults

app_name = "facilities"
urlpatterns = [
    path("", equipment.rooms, name="rooms"),
    path("rooms/new/", equipment.new_room, name="room_new"),
    path("devices/new/", equipment.new_device, name="device_new"),
    path("rooms/<uuid:room_id>/fault/", faults.room_fault, name="room_fault"),
    path("devices/<uuid:device_id>/fault/", faults.device_fault, name="device_fault"),
    path("devices/<uuid:device_id>/calibration/", equipment.calibration, name="calibration"),
    path("faults/<uuid:fault_id>/", faults.fault, name="fault"),
    path("faults/<uuid:fault_id>/clearance/", faults.clearance, name="clearance"),
]
