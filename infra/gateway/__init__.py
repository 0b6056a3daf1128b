"""The SFTP gateway that receives roster files from student information systems."""
